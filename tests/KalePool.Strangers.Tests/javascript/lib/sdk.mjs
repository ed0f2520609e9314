// The SDK under test, as installed in the folder SDK_DIR, and readers of its XDR objects: versions up to 16 have methods where 17 has properties.
import { createRequire } from 'node:module';

const required = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

const load = createRequire(`${required('SDK_DIR')}/package.json`);

export const sdk = load('@stellar/stellar-sdk');
export const version = load('./node_modules/@stellar/stellar-sdk/package.json').version;
export const major = Number(version.split('.')[0]);
export const keccak256 = load('js-sha3').keccak256;

/** What the SDK can do that not all its versions can, asked of its code. */
export const knows = {
  addressV2: typeof sdk.xdr.SorobanCredentials.sorobanCredentialsAddressV2 === 'function',
  delegates: typeof sdk.buildWithDelegatesEntry === 'function',
};

export const settings = {
  rpcUrl: required('RPC_URL'),
  passphrase: required('NETWORK_PASSPHRASE'),
  friendbotUrl: required('FRIENDBOT_URL'),
  kale: required('KALE_CONTRACT_ID'),
  issuer: required('KALE_ASSET_ISSUER'),
  token: required('KALE_ASSET_CONTRACT_ID'),
  router: required('ROUTER_CONTRACT_ID'),
  blockSeconds: BigInt(required('BLOCK_INTERVAL_SECONDS')),
};

/** A field of an XDR struct or union. */
export const field = (object, name) => (typeof object[name] === 'function' ? object[name]() : object[name]);

/** Fields of fields. */
export const path = (object, ...names) => names.reduce(field, object);

/** The arm of a union as the protocol names it in camel case, such as txSuccess. */
export const arm = (union) => union.type ?? union.switch().name;

/** Any of the SDK's whole numbers. */
export const int = (value) => BigInt(value.toString());

/** Any of the SDK's byte strings. */
export const bytes = (value) => Buffer.from(value instanceof Uint8Array ? value : value.value);

export const hex = (value) => bytes(value).toString('hex');

export const base64 = (object) => (object.toXDR ?? object.toXdr).call(object, 'base64');

/** Stroops of an amount in the SDK's text form with seven decimals. */
export const stroops = (amount) => {
  const [whole, part = ''] = amount.split('.');
  return BigInt(whole + part.padEnd(7, '0'));
};

export const amount = (value) => `${value / 10_000_000n}.${(value % 10_000_000n).toString().padStart(7, '0')}`;
