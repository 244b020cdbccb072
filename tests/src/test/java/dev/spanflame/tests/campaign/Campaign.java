package dev.spanflame.tests.campaign;

import java.nio.file.Path;

/// A kind of trouble, in rounds that do not depend on each other.
public interface Campaign {
    /// How many rounds a whole campaign has.
    long rounds() throws Exception;

    /// Round `number`, from 1; the number decides all that is random in it. `folder` is empty and is removed
    /// afterwards where the round was sound.
    Figures round(long number, Path folder) throws Exception;
}
