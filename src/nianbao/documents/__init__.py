"""Report → Word, web page, PDF from templates; each finished document is read back and compared.

The doors are ``writer.Writer`` and ``formats.written``.
"""
