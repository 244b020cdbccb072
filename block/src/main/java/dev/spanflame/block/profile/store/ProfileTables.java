package dev.spanflame.block.profile.store;

import static dev.spanflame.block.parquet.table.ColumnSpec.optional;
import static dev.spanflame.block.parquet.table.ColumnSpec.required;
import static dev.spanflame.block.parquet.table.LogicalType.NONE;
import static dev.spanflame.block.parquet.table.LogicalType.STRING;
import static dev.spanflame.block.parquet.table.LogicalType.TIMESTAMP_NANOS;
import static dev.spanflame.block.parquet.table.PhysicalType.BYTE_ARRAY;
import static dev.spanflame.block.parquet.table.PhysicalType.FIXED_16;
import static dev.spanflame.block.parquet.table.PhysicalType.FIXED_8;
import static dev.spanflame.block.parquet.table.PhysicalType.INT32;
import static dev.spanflame.block.parquet.table.PhysicalType.INT64;

import dev.spanflame.block.parquet.table.TableSchema;
import java.util.List;

/// Names, columns and sizes of the tables of a block. The positions of columns are constants beside their table.
final class ProfileTables {
    /// Version of the whole format, in the index, in `meta.json` and in the commit log.
    static final int FORMAT_VERSION = 1;

    static final String INDEX = "index";
    static final String META = "meta.json";

    static final String SERIES = "series.parquet";
    static final TableSchema SERIES_SCHEMA = new TableSchema(List.of(
            required("series", INT32, NONE),
            required("profile_type", BYTE_ARRAY, STRING),
            required("service_name", BYTE_ARRAY, STRING),
            required("labels", BYTE_ARRAY, STRING)));

    static final String PROFILES = "profiles.parquet";
    static final TableSchema PROFILES_SCHEMA = new TableSchema(List.of(
            required("profile", INT32, NONE),
            required("series", INT32, NONE),
            required("time", INT64, TIMESTAMP_NANOS),
            required("duration", INT64, NONE),
            required("first_sample", INT32, NONE),
            required("samples", INT32, NONE),
            required("total", INT64, NONE)));

    static final String SAMPLES = "samples.parquet";
    static final TableSchema SAMPLES_SCHEMA = new TableSchema(List.of(
            required("series", INT32, NONE),
            required("time", INT64, TIMESTAMP_NANOS),
            required("stack", INT32, NONE),
            required("value", INT64, NONE),
            optional("span_id", FIXED_8, NONE),
            optional("trace_id", FIXED_16, NONE),
            optional("sample_time", INT64, TIMESTAMP_NANOS),
            optional("thread", BYTE_ARRAY, STRING)));
    static final int SAMPLE_STACK = 2;
    static final int SAMPLE_VALUE = 3;
    static final int SAMPLE_SPAN = 4;
    static final int SAMPLE_TRACE = 5;
    static final int SAMPLE_TIME = 6;
    static final int SAMPLE_THREAD = 7;

    static final String STACKS = "stacks.parquet";
    static final TableSchema STACKS_SCHEMA = new TableSchema(
            List.of(required("node", INT32, NONE), required("parent", INT32, NONE), required("frame", INT32, NONE)));
    static final int NODE_PARENT = 1;
    static final int NODE_FRAME = 2;

    static final String FRAMES = "frames.parquet";
    static final TableSchema FRAMES_SCHEMA = new TableSchema(
            List.of(required("frame", INT32, NONE), required("function", INT32, NONE), required("line", INT32, NONE)));
    static final int FRAME_FUNCTION = 1;
    static final int FRAME_LINE = 2;

    static final String LEAVES = "leaves.parquet";
    static final TableSchema LEAVES_SCHEMA =
            new TableSchema(List.of(required("stack", INT32, NONE), required("node", INT32, NONE)));
    static final int LEAF_NODE = 1;

    static final String FUNCTIONS = "functions.parquet";
    static final TableSchema FUNCTIONS_SCHEMA = new TableSchema(List.of(
            required("function", INT32, NONE),
            required("name", BYTE_ARRAY, STRING),
            required("system_name", BYTE_ARRAY, STRING),
            required("file_name", BYTE_ARRAY, STRING),
            required("start_line", INT64, NONE),
            optional("mapping", INT32, NONE),
            optional("address", INT64, NONE)));
    static final int FUNCTION_NAME = 1;
    static final int FUNCTION_SYSTEM_NAME = 2;
    static final int FUNCTION_FILE_NAME = 3;
    static final int FUNCTION_START_LINE = 4;
    static final int FUNCTION_MAPPING = 5;
    static final int FUNCTION_ADDRESS = 6;

    static final String MAPPINGS = "mappings.parquet";
    static final TableSchema MAPPINGS_SCHEMA = new TableSchema(List.of(
            required("mapping", INT32, NONE),
            required("file_name", BYTE_ARRAY, STRING),
            required("build_id", BYTE_ARRAY, STRING)));
    static final int MAPPING_FILE_NAME = 1;
    static final int MAPPING_BUILD_ID = 2;

    /// What is read of functions, frames and mappings, in this order; not to be changed.
    static final int[] FUNCTION_COLUMNS = {
        FUNCTION_NAME, FUNCTION_SYSTEM_NAME, FUNCTION_FILE_NAME, FUNCTION_START_LINE, FUNCTION_MAPPING, FUNCTION_ADDRESS
    };
    static final int[] FRAME_COLUMNS = {FRAME_FUNCTION, FRAME_LINE};
    static final int[] MAPPING_COLUMNS = {MAPPING_FILE_NAME, MAPPING_BUILD_ID};

    private ProfileTables() {}
}
