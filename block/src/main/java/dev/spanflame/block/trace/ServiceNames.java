package dev.spanflame.block.trace;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Resource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `service.name` of each resource of a list, as a dictionary.
///
/// A resource without that attribute, or with a value that is no text, has the empty name, as Tempo has it.
public record ServiceNames(int[] ids, ByteStrings entries) {
    /// Resource attribute that names the service (OpenTelemetry semantic conventions).
    public static final String KEY = "service.name";

    /// Names of all resources of `resources`.
    public static ServiceNames of(List<Resource> resources) {
        ByteInterner interner = new ByteInterner();
        int[] ids = new int[resources.size()];
        for (int i = 0; i < ids.length; i++) {
            byte[] name = of(resources.get(i)).getBytes(StandardCharsets.UTF_8);
            ids[i] = interner.intern(name, 0, name.length);
        }
        return new ServiceNames(ids, interner.strings());
    }

    /// Whether each of the resources has a name that is a text: then [SpanColumn#SERVICE_NAME] has exactly their names.
    public static boolean areTexts(List<Resource> resources) {
        for (Resource resource : resources) {
            if (!(find(resource) instanceof AttributeValue.Text)) {
                return false;
            }
        }
        return true;
    }

    /// Name of one resource; where the key repeats, the last one counts.
    public static String of(Resource resource) {
        return find(resource) instanceof AttributeValue.Text(String name) ? name : "";
    }

    private static @Nullable AttributeValue find(Resource resource) {
        for (Attribute attribute : resource.attributes().reversed()) {
            if (attribute.key().equals(KEY)) {
                return attribute.value();
            }
        }
        return null;
    }

    /// Dictionary number of the name of resource `number`.
    public int idOf(int number) {
        return ids[number];
    }
}
