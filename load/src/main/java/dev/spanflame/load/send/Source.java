package dev.spanflame.load.send;

/// The requests of a load. May be asked by many threads at once.
public interface Source {
    /// Number of requests.
    int requests();

    /// Items in request `index`.
    int items(int index);

    /// Request `index`, made beforehand or at next to no cost.
    Payload payload(int index);
}
