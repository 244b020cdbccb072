package dev.spanflame.proto.symbols;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Compilers and binutils, and programs made by them.
final class Programs {
    private static final String C = """
            #include <stdio.h>
            #include <stdlib.h>

            static inline __attribute__((always_inline)) int innermost(int x) {
                int sum = 0;
                for (int i = 0; i < x; i++) {
                    sum += i * x;
                }
                return sum;
            }

            static inline __attribute__((always_inline)) int inlined_once(int x) {
                int y = innermost(x + 1);
                return y * 3;
            }

            __attribute__((noinline)) int outer_function(int x) {
                int a = inlined_once(x);
                int b = innermost(a % 100);
                return a + b;
            }

            static __attribute__((noinline)) int hidden_function(int x) {
                return outer_function(x) + x;
            }

            int main(int argc, char **argv) {
                printf("%d\\n", hidden_function(argc));
                return 0;
            }
            """;
    private static final String RUST = """
            mod shop {
                #[inline(always)]
                pub fn price(x: u64) -> u64 {
                    x.wrapping_mul(31).rotate_left(3)
                }

                #[inline(never)]
                pub fn basket(n: u64) -> u64 {
                    (0..n).map(price).fold(0, |a, b| a ^ b)
                }
            }

            fn main() {
                println!("{}", shop::basket(std::env::args().count() as u64));
            }
            """;
    private static final String GO = """
            package main

            import "os"

            func small(x int) int { return x*31 + 7 }

            //go:noinline
            func large(n int) int {
            	sum := 0
            	for i := 0; i < n; i++ {
            		sum += small(i)
            	}
            	return sum
            }

            func main() {
            	println(large(len(os.Args)))
            }
            """;

    private static final String CPP = """
            #include <algorithm>
            #include <functional>
            #include <iostream>
            #include <map>
            #include <memory>
            #include <regex>
            #include <sstream>
            #include <string>
            #include <thread>
            #include <unordered_map>
            #include <variant>
            #include <vector>

            namespace shop {
            template <typename T, int N> struct Box {
                T held[N];
                explicit Box(T t) { held[0] = t; }
                ~Box() {}
                T get() const { return held[0]; }
                template <typename F> auto with(F f) { return f(held[0]); }
            };
            namespace { struct Hidden { virtual ~Hidden() {} virtual int work(int x) { return x; } }; }
            struct Base { virtual int run(int) = 0; virtual ~Base() {} };
            struct Left : virtual Base { int run(int x) override { return x; } };
            int basket(const std::map<std::string, std::vector<int>> &goods) {
                int sum = 0;
                for (const auto &[name, prices] : goods) {
                    sum += static_cast<int>(prices.size()) + static_cast<int>(name.size());
                }
                return sum;
            }
            }

            int main(int argc, char **argv) {
                std::map<std::string, std::vector<int>> goods;
                goods["a"].push_back(argc);
                shop::Box<double, 3> box(argc);
                shop::Hidden hidden;
                std::unique_ptr<shop::Base> base = std::make_unique<shop::Left>();
                std::unordered_map<std::string, std::shared_ptr<shop::Base>> all;
                std::variant<int, std::string> either = "x";
                std::regex pattern("a(b+)c");
                std::function<int(int)> twice = [](int x) { return x * 2; };
                std::ostringstream out;
                std::vector<std::string> words = {"q", "w"};
                std::sort(words.begin(), words.end(), std::greater<std::string>());
                std::thread worker([&] { out << std::regex_match(words[0], pattern); });
                worker.join();
                std::cout << shop::basket(goods) << box.with([](double d) { return d; }) << hidden.work(3)
                          << base->run(4) << all.size() << either.index() << twice(5) << out.str() << box.get();
            }
            """;

    private Programs() {}

    /// The program of this name, or the end of the test as skipped.
    static String tool(String name) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path candidate = Path.of(directory, name);
            if (!directory.isEmpty() && Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        return Assumptions.abort("SKIPPED-TOOLCHAIN: " + name + " is not installed");
    }

    /// A program in C, compiled with these flags.
    static Path c(Path folder, String... flags) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("shop.c"), C);
        Path program = folder.resolve("shop");
        List<String> command = new ArrayList<>(List.of(tool("cc"), "-o", program.toString()));
        command.addAll(Arrays.asList(flags));
        command.add(source.toString());
        run(folder, command);
        return program;
    }

    /// A program in C++, nothing of it inlined.
    static Path cpp(Path folder) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("shop.cpp"), CPP);
        Path program = folder.resolve("shop-cpp");
        run(folder, List.of(tool("c++"), "-std=c++17", "-O0", "-pthread", "-o", program.toString(), source.toString()));
        return program;
    }

    /// A program in Rust.
    static Path rust(Path folder, String... flags) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("shop.rs"), RUST);
        Path program = folder.resolve("shop-rust");
        List<String> command = new ArrayList<>(List.of(tool("rustc"), "-g", "-O", "-o", program.toString()));
        command.addAll(Arrays.asList(flags));
        command.add(source.toString());
        run(folder, command);
        return program;
    }

    /// A program in Go; `flags` are more arguments of `go build`.
    static Path go(Path folder, String... flags) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("shop.go"), GO);
        Path program = folder.resolve("shop-go");
        List<String> command = new ArrayList<>(List.of(tool("go"), "build", "-p", "1", "-o", program.toString()));
        command.addAll(Arrays.asList(flags));
        command.add(source.toString());
        run(folder, command);
        return program;
    }

    /// What a command writes; fails where it fails.
    static String run(Path folder, List<String> command) throws IOException, InterruptedException {
        return run(folder, command, "");
    }

    /// The same of a command that reads `input`.
    static String run(Path folder, List<String> command, String input) throws IOException, InterruptedException {
        Path given = Files.writeString(folder.resolve("input"), input);
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(given.toFile())
                .redirectError(errors.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + Files.readString(errors));
        }
        return output;
    }
}
