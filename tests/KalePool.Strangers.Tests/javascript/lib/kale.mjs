// The KALE contract's state and proof of work, read and made with nothing but the SDK.
import { sdk, settings, keccak256, field, path, arm, int } from './sdk.mjs';
import { server, call } from './chain.mjs';

const { xdr, Address, nativeToScVal, scValToNative, rpc } = sdk;

const symbol = (name) => xdr.ScVal.scvSymbol(name);
const u32 = (value) => xdr.ScVal.scvU32(value);
const address = (text) => new Address(text).toScVal();

export const plantCall = (farmer, stake, auth) =>
  call(settings.kale, 'plant', [address(farmer), nativeToScVal(stake, { type: 'i128' })], auth);

export const workArguments = (farmer, proof) => [address(farmer), xdr.ScVal.scvBytes(proof.hash), nativeToScVal(proof.nonce, { type: 'u64' })];

export const workCall = (farmer, proof) => call(settings.kale, 'work', workArguments(farmer, proof));

export const harvestArguments = (farmer, index) => [address(farmer), u32(index)];

export const harvestCall = (farmer, index) => call(settings.kale, 'harvest', harvestArguments(farmer, index));

/** One call of the router: many works or harvests, each allowed to fail. */
export const routerCall = (caller, invocations) =>
  call(settings.router, 'exec', [
    address(caller),
    xdr.ScVal.scvVec(
      invocations.map(({ method, args }) => xdr.ScVal.scvVec([address(settings.kale), symbol(method), xdr.ScVal.scvVec(args), xdr.ScVal.scvBool(true)])),
    ),
  ]);

const temporary = (key) => server.getContractData(settings.kale, key, rpc.Durability.Temporary);

const value = (entry) => path(entry.val, 'contractData', 'val');

export const pailEntry = (farmer, index) => temporary(xdr.ScVal.scvVec([symbol('Pail'), address(farmer), u32(index)]));

/** @returns {Promise<{gap, sequence, stake, zeros}|null>} null where there is none. */
export async function pail(farmer, index) {
  try {
    return scValToNative(value(await pailEntry(farmer, index)));
  } catch (error) {
    if (error.code === 404) return null;
    throw error;
  }
}

export async function block(index) {
  return scValToNative(value(await temporary(xdr.ScVal.scvVec([symbol('Block'), u32(index)]))));
}

/** The storage of the contract's instance by the names of its keys. */
export async function instance() {
  const entry = await server.getContractData(settings.kale, xdr.ScVal.scvLedgerKeyContractInstance(), rpc.Durability.Persistent);
  const storage = field(field(value(entry), 'instance'), 'storage') ?? [];
  return Object.fromEntries(storage.map((one) => [scValToNative(field(one, 'key'))[0], scValToNative(field(one, 'val'))]));
}

export const farmIndex = async () => (await instance()).FarmIndex ?? 0;

/** The entry that a used nonce of an address leaves behind. */
export async function usedNonce(owner, nonce) {
  return server.getContractData(new Address(owner), xdr.ScVal.scvLedgerKeyNonce(new xdr.ScNonceKey({ nonce })), rpc.Durability.Temporary);
}

/** The first nonce whose hash has the zeros asked for. */
export function prove(farmer, index, entropy, zeros, first = 0n) {
  const message = Buffer.alloc(76);
  message.writeUInt32BE(index, 0);
  Buffer.from(entropy).copy(message, 12);
  Buffer.from(sdk.StrKey.decodeEd25519PublicKey(farmer)).copy(message, 44);
  const wanted = '0'.repeat(zeros);
  for (let nonce = first; ; nonce += 1n) {
    message.writeBigUInt64BE(nonce, 4);
    const found = keccak256(message);
    if (found.startsWith(wanted)) return { nonce, hash: Buffer.from(found, 'hex'), zeros: /^0*/.exec(found)[0].length };
  }
}

/** The contract error of a simulation that failed, else its text. */
export function contractError(simulation) {
  const first = simulation.error?.split('\n')[0] ?? 'no error';
  const number = /Error\(Contract, #(\d+)\)/.exec(first);
  return number ? Number(number[1]) : first;
}

/** The numbers of the contract errors among diagnostic events. */
export const diagnosticErrors = (events) =>
  (events ?? [])
    .flatMap((one) => path(field(one, 'event'), 'body', 'v0', 'topics'))
    .filter((topic) => arm(topic) === 'scvError' && arm(field(topic, 'error')) === 'sceContract')
    .map((topic) => Number(int(field(field(topic, 'error'), 'contractCode'))));
