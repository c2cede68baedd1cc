"""The small web plumbing of the demo's machines: escaped markup, requests and responses, a loopback server, a look."""
