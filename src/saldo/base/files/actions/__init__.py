from saldo.base.files.actions.keep_files import NewFile, keep_files

__all__ = ["NewFile", "keep_files"]
