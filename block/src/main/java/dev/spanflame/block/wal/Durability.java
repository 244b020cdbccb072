package dev.spanflame.block.wal;

/// What an acknowledgement promises.
public enum Durability {
    /// The bytes are on the disk (`fdatasync`): they survive a power cut.
    FSYNC,
    /// The operating system has the bytes: they survive the end of this process, not that of the machine.
    OS
}
