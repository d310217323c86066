// A clock that can be moved: whoever asks for the time is told it with an
// offset, and a listener of its own on loopback takes {"advance": "59m59s"}.
import { createServer } from "node:http";

let offset = 0;
const real = Date.now;
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(real() + offset);
    else super(...given);
  }
  static now() {
    return real() + offset;
  }
};

// A Go duration, such as 1h59m58.5s, in milliseconds.
const units = { h: 3600e3, m: 60e3, s: 1e3, ms: 1, "µs": 1e-3, us: 1e-3, ns: 1e-6 };
const milliseconds = (text) =>
  [...text.matchAll(/([\d.]+)(h|ms|µs|us|ns|m|s)/g)].reduce((sum, [, n, unit]) => sum + Number(n) * units[unit], 0);

export const control = (port) =>
  createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    offset += milliseconds(JSON.parse(body).advance);
    response.end();
  }).listen(port, "127.0.0.1");
