package dev.spanflame.proto.symbols.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spanflame.proto.symbols.TestPrograms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemanglerTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "main main",
                "_ZN4shop6basketEv shop::basket",
                "_ZN4shop3BoxIiE3putEi shop::Box::put",
                "_ZNK4shop3BoxIfLi3EE3getEv shop::Box::get",
                "_ZN4shop3BoxC2ERKS0_ shop::Box::Box",
                "_ZN4shop3BoxD1Ev shop::Box::~Box",
                "_ZNSt6vectorIiSaIiEE9push_backERKi std::vector::push_back",
                "_ZN12_GLOBAL__N_14workEi '(anonymous namespace)::work'",
                "_ZlsRSoRK3Box operator<<",
                "_ZZ4mainENKUlvE_clEv main::{lambda#1}::operator()",
                "_ZN4shop4workEv.cold shop::work.cold",
                "_ZN4shop6basket17h0123456789abcdefE shop::basket",
                "_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE core::fmt::Write::write_fmt",
                "_ZN51_$LT$i32$u20$as$u20$core..fmt..binary..LowerHex$GT$3fmt17h0123456789abcdefE "
                        + "'<i32 as core::fmt::binary::LowerHex>::fmt'",
                "_RNvC3foo3bar foo::bar",
                "_RNvMs_NtCs5_4shop6basketINtB4_6BasketpE3put '<shop::basket::Basket>::put'",
                "_RNCNvCs1234_7mycrate4main0B3_ mycrate::main::{closure#0}",
                "_RINvNtC3std3mem8align_ofjdE std::mem::align_of",
                "_RNvXs_NtC4shop6basketNtB4_6BasketNtNtC4core3fmt7Display3fmt "
                        + "'<shop::basket::Basket as core::fmt::Display>::fmt'",
                "_RNvNvNtC4shop3abcu8gdel_5qa4main shop::abc::gödel::main",
                "_RNvC4shop4work.llvm.123 shop::work",
                "_RNvC4shop4work.cold shop::work.cold",
                "_RNvC9foo3bar _RNvC9foo3bar",
                "_RNvB_3bar _RNvB_3bar",
                "_ZNotAName _ZNotAName",
                "_Z _Z"
            })
    void a_linkers_name_becomes_that_of_the_source(String linker, String source) {
        assertThat(Demangler.readable(linker)).isEqualTo(source);
    }

    /// All functions of a program that uses much of the standard library.
    @Test
    void names_are_those_of_cppfilt_without_arguments() throws Exception {
        Map<String, String> names = TestPrograms.cppNames(folder);
        List<String> different = new ArrayList<>();
        int unread = 0;
        for (Map.Entry<String, String> one : names.entrySet()) {
            String found = Demangler.readable(one.getKey());
            if (found.equals(one.getKey())) {
                unread++;
            } else if (!found.equals(one.getValue())) {
                different.add(one.getKey() + "\n  " + found + "\n  " + one.getValue());
            }
        }
        assertThat(names).hasSizeGreaterThan(300);
        assertThat(different).isEmpty();
        assertThat(unread).isLessThan(names.size() / 50);
    }

    /// All functions of a program in Rust, those of its standard library included.
    @Test
    void names_of_rust_are_those_of_cppfilt_without_arguments() throws Exception {
        Map<String, String> names = TestPrograms.rustNames(folder);
        List<String> different = new ArrayList<>();
        names.forEach((linked, expected) -> {
            String found = Demangler.readable(linked);
            if (!found.equals(expected)) {
                different.add(linked + "\n  " + found + "\n  " + expected);
            }
        });
        assertThat(names).hasSizeGreaterThan(50);
        assertThat(different).isEmpty();
    }

    @Test
    void any_text_is_read_in_bounded_time() {
        Random random = new Random(11);
        String letters = "NSIEZLXFJTABCDUStKRPOVsZclv0123456789_.abn";
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int round = 0; round < 200_000; round++) {
                StringBuilder name = new StringBuilder(round % 2 == 0 ? "_Z" : "_RN");
                for (int i = random.nextInt(40); i > 0; i--) {
                    name.append(letters.charAt(random.nextInt(letters.length())));
                }
                assertThat(Demangler.readable(name.toString())).isNotNull();
            }
            assertThat(Demangler.readable("_Z" + "ZN".repeat(100_000))).startsWith("_ZZN");
            assertThat(Demangler.readable("_R" + "I".repeat(100_000))).startsWith("_RII");
            assertThat(Demangler.readable("_RIC1a" + "TB2_B2_B2_B2_".repeat(20_000)))
                    .startsWith("_RIC1a");
            assertThat(Demangler.readable("_ZN1aI" + "I".repeat(5_000))).startsWith("_ZN1aI");
        });
    }
}
