package dev.spanflame.block.verify;

/// What is wrong with an object of a block: its key in the store, and what was found there.
public record Damage(String key, String found) {
    @Override
    public String toString() {
        return key + ": " + found;
    }
}
