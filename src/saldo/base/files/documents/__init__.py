"""Papers: invoices, credit notes and receipts as PDF/A-3b and PDF/UA-1, made from frozen content and words."""
