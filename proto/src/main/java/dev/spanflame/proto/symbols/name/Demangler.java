package dev.spanflame.proto.symbols.name;

import java.util.Optional;

/// Turns the linker's names of C++ and Rust into those of the source, without parameters and without
/// arguments of templates: `_ZN4shop3BoxIiE3putEi` is `shop::Box::put`.
///
/// Reads names of functions by the Itanium C++ ABI (section 5.1) and both schemes of Rust. A name
/// that it does not understand stays as it is.
public final class Demangler {
    private Demangler() {}

    /// The name of the source, or `name` itself.
    public static String readable(String name) {
        if (name.startsWith("_R")) {
            return RustV0Name.read(name).orElse(name);
        }
        if (!name.startsWith("_Z")) {
            return name;
        }
        return RustName.read(name).or(() -> itanium(name)).orElse(name);
    }

    /// What the compiler puts behind, such as `.cold`, stays.
    private static Optional<String> itanium(String name) {
        int dot = name.indexOf('.');
        String plain = dot < 0 ? name : name.substring(0, dot);
        String suffix = dot < 0 ? "" : name.substring(dot);
        return ItaniumName.read(plain).map(text -> text + suffix);
    }
}
