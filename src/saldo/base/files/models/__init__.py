from saldo.base.files.models.file import File

__all__ = ["File"]
