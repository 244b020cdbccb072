"""Asks a listener's service probe.Probe through grpcio: usage grpc_probe.py PORT."""

import struct
import sys
import threading
import time

import grpc


def method(channel, name, streaming=False):
    kind = channel.unary_stream if streaming else channel.unary_unary
    return kind("/probe.Probe/" + name, request_serializer=bytes, response_deserializer=bytes)


def code_of(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    raise AssertionError("no error")


def main(port):
    options = [("grpc.max_receive_message_length", 64 << 20), ("grpc.max_send_message_length", 64 << 20)]
    channel = grpc.insecure_channel("127.0.0.1:" + port, options=options)
    echo = method(channel, "Echo")

    for size in (0, 1, 16384, 1 << 20, 16 << 20):
        message = bytes(size)
        assert echo(message, timeout=20) == message, size
    patterned = bytes(range(256)) * 20_000
    assert echo(patterned, compression=grpc.Compression.Gzip, timeout=20) == patterned

    seen = 0
    for message in method(channel, "Stream", True)(struct.pack(">ii", 200, 65536), timeout=20):
        assert struct.unpack(">i", message[:4])[0] == seen
        seen += 1
        if seen % 50 == 0:
            time.sleep(0.02)
    assert seen == 200, seen

    error = code_of(lambda: method(channel, "Fail")(b"RATE_LIMITED", timeout=5))
    assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED, error
    assert error.details() == "slow down: \u00fcmlaut 100%", error.details()
    assert "grpc-status-details-bin" in dict(error.trailing_metadata())
    assert code_of(lambda: method(channel, "Nope")(b"", timeout=5)).code() == grpc.StatusCode.UNIMPLEMENTED
    error = code_of(lambda: method(channel, "Wait")(b"x", timeout=0.3))
    assert error.code() == grpc.StatusCode.DEADLINE_EXCEEDED, error

    waiting = method(channel, "Wait").future(b"x")
    threading.Timer(0.3, waiting.cancel).start()
    time.sleep(0.5)
    assert waiting.cancelled()
    assert echo(b"still good", timeout=5) == b"still good"
    print("ok")


if __name__ == "__main__":
    main(sys.argv[1])
