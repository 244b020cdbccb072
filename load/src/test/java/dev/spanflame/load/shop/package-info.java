/// Tests of the shop: its real SDKs send to receivers of the test.
@NullMarked
package dev.spanflame.load.shop;

import org.jspecify.annotations.NullMarked;
