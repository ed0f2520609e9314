// A stranger's application: the official SDK against the network of the environment, one step a line. See ../README.md.
import { version, settings } from './lib/sdk.mjs';
import { described, stepCount } from './lib/steps.mjs';
import { network } from './walk/network.mjs';
import { onboarding } from './walk/onboarding.mjs';
import { planting } from './walk/planting.mjs';
import { working } from './walk/working.mjs';
import { refusals } from './walk/refusals.mjs';
import { harvesting } from './walk/harvesting.mjs';
import { leaving } from './walk/leaving.mjs';
import { historical } from './walk/history.mjs';

console.log(`SDK ${version}, Node.js ${process.versions.node}, ${settings.passphrase}`);
try {
  await network();
  await onboarding();
  await planting();
  await working();
  await refusals();
  await harvesting();
  await leaving();
  await historical();
  console.log(`steps: SDK ${version}: ${stepCount()}`);
} catch (error) {
  console.error(described(error));
  process.exitCode = 1;
}
