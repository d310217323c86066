// oauth2-mock-server as its README starts it, on loopback.
import { OAuth2Server } from "oauth2-mock-server";

const server = new OAuth2Server();
await server.issuer.keys.generate("RS256");
await server.start(9521, "127.0.0.1");
