package dev.spanflame.proto.otlp.json;

/// How ids and enums are written.
enum IdForm {
    /// Ids in base64, enums by name: Tempo.
    BASE64,
    /// Ids in hexadecimal, enums as numbers: OTLP/JSON.
    HEX
}
