package dev.spanflame.objectstore.s3;

import dev.spanflame.objectstore.StoreException;

/// Where keys come from. Thread-safe.
interface KeySource {
    /// The keys now; cheap enough for every request.
    SessionKeys current() throws StoreException;

    /// The keys now, with the source itself asked again: the service refused the current ones.
    SessionKeys refreshed() throws StoreException;

    /// What an operator has to do when the keys are no good any more.
    String remedy();

    /// Keys that never change.
    record Fixed(SessionKeys keys, String remedy) implements KeySource {
        @Override
        public SessionKeys current() {
            return keys;
        }

        @Override
        public SessionKeys refreshed() {
            return keys;
        }
    }
}
