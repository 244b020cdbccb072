package io.pyroscope.labels.v2;

import dev.spanflame.agent.labels.ProfileLabels;
import java.util.Map;
import java.util.concurrent.Callable;

/// Labels of pieces of work, and of all profiles. Safe for any thread.
public final class Pyroscope {
    /// Has no state.
    public Pyroscope() {}

    /// Labels of all profiles from now on, over those of the settings.
    public static void setStaticLabels(Map<String, String> labels) {
        ProfileLabels.setOfAll(labels);
    }

    /// What was set last.
    public static Map<String, String> getStaticLabels() {
        return ProfileLabels.ofAll();
    }

    /// Sets labels for the samples of a piece of work on the calling thread.
    public static class LabelsWrapper {
        /// Has no state.
        public LabelsWrapper() {}

        /// Runs `work` with these labels added to those of the thread; its result, or what it throws.
        public static <T> T run(LabelsSet labels, Callable<T> work) throws Exception {
            return ProfileLabels.run(labels.own(), work);
        }

        /// Runs `work` with these labels added to those of the thread.
        public static void run(LabelsSet labels, Runnable work) {
            ProfileLabels.run(labels.own(), work);
        }

        /// Does nothing: labels end with their work, and none are left over.
        public static void clear() {}
    }
}
