package dev.spanflame.objectstore.disk;

/// What a directory entry of a [ForgetfulDisk] leads to.
sealed interface ForgetfulNode permits ForgetfulInode, ForgetfulDirectory {}
