package dev.spanflame.block.profile.join;

import dev.spanflame.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The running program that a span or a profile comes from: its service, and what tells one instance of it
/// from another. A text is empty where it is unknown.
public record Instance(String service, List<String> marks) {
    /// Attributes of a resource that tell instances apart.
    public static final List<String> ATTRIBUTES =
            List.of("service.instance.id", "host.name", "k8s.pod.name", "container.id", "process.pid");

    /// The names that profiles have for each of [#ATTRIBUTES], beside its own and that with
    /// underscores.
    private static final List<List<String>> SHORT =
            List.of(List.of("instance"), List.of("hostname"), List.of("pod"), List.of(), List.of("pid"));

    /// Copies the list.
    public Instance {
        marks = List.copyOf(marks);
    }

    /// The instance of a span by the attributes of its resource, the empty text where there is none.
    public static Instance ofResource(Function<String, String> attribute) {
        return new Instance(
                attribute.apply("service.name"),
                ATTRIBUTES.stream().map(attribute).toList());
    }

    /// The instance of a profile by the labels of its series.
    static Instance ofSeries(Labels labels) {
        List<String> marks = new ArrayList<>();
        for (int i = 0; i < ATTRIBUTES.size(); i++) {
            String name = ATTRIBUTES.get(i);
            List<String> names = new ArrayList<>(List.of(name, name.replace('.', '_')));
            names.addAll(SHORT.get(i));
            marks.add(names.stream()
                    .map(labels::value)
                    .filter(value -> !value.isEmpty())
                    .findFirst()
                    .orElse(""));
        }
        return new Instance(labels.value("service_name"), marks);
    }

    /// Whether both are surely the same: of one service, with at least one mark that both have, and no mark
    /// that differs. Where neither has any mark there is only one to mean.
    boolean agrees(Instance other) {
        boolean same = false;
        boolean marked = false;
        for (int i = 0; i < marks.size(); i++) {
            String one = marks.get(i);
            String two = other.marks.get(i);
            marked |= !one.isEmpty() || !two.isEmpty();
            if (!one.isEmpty() && !two.isEmpty()) {
                if (!one.equals(two)) {
                    return false;
                }
                same = true;
            }
        }
        return !service.isEmpty() && service.equals(other.service) && (same || !marked);
    }
}
