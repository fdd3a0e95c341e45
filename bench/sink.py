"""A small mail server in a process of its own, which takes everything and counts it."""

import asyncio
import sys

_ANSWERS = {b"EHLO": b"250-sink\r\n250 8BITMIME\r\n", b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        word = line[:4].upper()
        writer.write(_ANSWERS.get(word, b"250 OK\r\n"))
        await writer.drain()
        if word == b"DATA":
            while (await reader.readline()).rstrip() != b".":
                pass
            writer.write(b"250 OK\r\n")
        if word == b"QUIT":
            break
    writer.close()


async def main() -> None:
    """Listen on a free port, and say which."""
    server = await asyncio.start_server(_serve, "127.0.0.1", 0, limit=1_000_000)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
