"""Every data version that was published: a file each, read again under today's columns.

>>> from nuzuh.loaders.archive import versions
>>> versions()[-1].estimates
791
"""

from nuzuh.loaders.archive.entry import ArchivedVersion
from nuzuh.loaders.archive.shelf import former, in_use_of, running, unreadable, versions

__all__ = ["ArchivedVersion", "former", "in_use_of", "running", "unreadable", "versions"]
