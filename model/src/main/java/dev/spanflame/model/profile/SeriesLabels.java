package dev.spanflame.model.profile;

import dev.spanflame.model.Labels;
import java.util.Map;

/// Names of the labels that mean something to the program, and how the labels of a series are made.
public final class SeriesLabels {
    /// Name of the profile, such as `process_cpu`.
    public static final String NAME = "__name__";
    /// Id of the [ProfileType].
    public static final String PROFILE_TYPE = "__profile_type__";
    /// Sample type.
    public static final String TYPE = "__type__";
    /// Unit of the sample type.
    public static final String UNIT = "__unit__";
    /// Period type.
    public static final String PERIOD_TYPE = "__period_type__";
    /// Unit of the period type.
    public static final String PERIOD_UNIT = "__period_unit__";
    /// The service that was profiled.
    public static final String SERVICE = "service_name";
    /// Copy of [#SERVICE] that no relabelling touches.
    public static final String SERVICE_COPY = "__service_name__";
    /// Name before a default rule changed it.
    public static final String REPLACED_NAME = "__name_replaced__";
    /// Sessions of one process; the only private label a client may send to `/ingest`.
    public static final String SESSION = "__session_id__";
    /// Value of [#SERVICE] where none was sent.
    public static final String UNKNOWN_SERVICE = "unknown_service";

    private SeriesLabels() {}

    /// Labels of the series of one sample type: those of the profile, those of the sample (the profile's win), and
    /// those that say the type.
    ///
    /// By Pyroscope's default rule the CPU time inside a wall clock profile belongs to `process_cpu`.
    public static Labels of(Labels profile, Labels sample, SampleType type, SampleType period) {
        Map<String, String> all = sample.asMap();
        all.putAll(profile.asMap());
        String name = all.getOrDefault(NAME, "");
        if (name.equals("wall") && type.type().equals("cpu")) {
            all.put(REPLACED_NAME, name);
            name = "process_cpu";
            all.put(NAME, name);
        }
        all.put(PROFILE_TYPE, ProfileType.of(name, type, period).id());
        all.put(TYPE, type.type());
        all.put(UNIT, type.unit());
        all.put(PERIOD_TYPE, period.type());
        all.put(PERIOD_UNIT, period.unit());
        String service = all.getOrDefault(SERVICE, "");
        if (service.isEmpty()) {
            service = UNKNOWN_SERVICE;
            all.put(SERVICE, service);
        }
        all.put(SERVICE_COPY, service);
        all.values().removeIf(String::isEmpty);
        return Labels.of(all);
    }
}
