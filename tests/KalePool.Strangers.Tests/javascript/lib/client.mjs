// The contract as the SDK's contract.Client sees it, from a specification written here: devnet's code carries none.
import { sdk, settings } from './sdk.mjs';

const { xdr, contract } = sdk;
const type = xdr.ScSpecTypeDef;

const input = (name, of) => new xdr.ScSpecFunctionInputV0({ doc: '', name, type: of });
const func = (name, inputs, outputs) => xdr.ScSpecEntry.scSpecEntryFunctionV0(new xdr.ScSpecFunctionV0({ doc: '', name, inputs, outputs }));
const error = (value, name) => new xdr.ScSpecUdtErrorEnumCaseV0({ doc: name, name, value });

const entries = [
  func('harvest', [input('farmer', type.scSpecTypeAddress()), input('index', type.scSpecTypeU32())], [type.scSpecTypeI128()]),
  func('plant', [input('farmer', type.scSpecTypeAddress()), input('amount', type.scSpecTypeI128())], []),
  xdr.ScSpecEntry.scSpecEntryUdtErrorEnumV0(
    new xdr.ScSpecUdtErrorEnumV0({ doc: '', lib: '', name: 'Errors', cases: [error(8, 'PailExists'), error(9, 'PailMissing')] }),
  ),
];

const options = (keypair, contractId) => ({
  contractId,
  rpcUrl: settings.rpcUrl,
  allowHttp: true,
  networkPassphrase: settings.passphrase,
  publicKey: keypair.publicKey(),
  ...contract.basicNodeSigner(keypair, settings.passphrase),
});

export const kaleClient = (keypair) => new contract.Client(new contract.Spec(entries.map((one) => (one.toXDR ?? one.toXdr).call(one, 'base64'))), options(keypair, settings.kale));

/** From the specification that the SDK has of the asset contract; versions that have none ask for code and fail. */
export const tokenClient = (keypair) => contract.Client.from(options(keypair, settings.token));
