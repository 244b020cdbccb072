/// The command `demo`: starts a server and the shop, and shows a trace and a flame graph of the shop as text.
///
/// The door is [DemoCommand]; the program that has it registers it with a [ServerStarter].
@NullMarked
package dev.spanflame.load.demo;

import org.jspecify.annotations.NullMarked;
