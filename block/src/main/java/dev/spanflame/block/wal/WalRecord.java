package dev.spanflame.block.wal;

/// An entry of the log with its sequence number: 1 for the first of an ingester, then rising by one.
public record WalRecord(long sequence, WalEntry entry) {}
