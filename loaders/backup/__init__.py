"""What is worth keeping, in one file: the last good copies, the operator's archive and records.

The embedded data come with the program, and the cache of answers is a convenience. What nobody
gives back are the copies (an upstream may be gone tomorrow, and the revisions of its events stand
nowhere else), the versions of the data that were published from them, and what was made here of
movement records.

A backup is a zip file with an index that names every file with its size and SHA-256. It holds no
moment of its making, so that a backup of the same things is the same file.
"""

from nuzuh.loaders.backup.held import Backup, Kept, kept
from nuzuh.loaders.backup.packing import INDEX, LARGEST, pack, unpack
from nuzuh.loaders.backup.restoring import Restored, restore

__all__ = ["INDEX", "LARGEST", "Backup", "Kept", "Restored", "kept", "pack", "restore", "unpack"]
