/// The storage core as a process whose system calls fail one after the other: start with [StorageScript].
@NullMarked
package dev.spanflame.tests.syscalls;

import org.jspecify.annotations.NullMarked;
