// Loaded before everything else: a connection to anything but this machine is an error, whoever asks for it.
import dns from 'node:dns';
import net from 'node:net';

const local = (host) => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

/** The hosts that were asked for and not reached; a client may tell of a refusal in words of its own. */
export const refused = [];

function refuse(host) {
  refused.push(host);
  throw new Error(`${host} was asked for; only loopback is allowed`);
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function guarded(...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const options = typeof first === 'object' && first !== null ? first : { port: first, host: typeof second === 'string' ? second : 'localhost' };
  const host = options.host ?? 'localhost';
  if (!options.path && !local(host)) refuse(host);
  return connect.apply(this, args);
};

const lookup = dns.lookup;
dns.lookup = function guarded(host, ...rest) {
  if (!local(host)) refuse(host);
  return lookup.call(this, host, ...rest);
};
