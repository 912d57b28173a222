/**
 * A configuration fit to be shown: secrets are named, not told.
 * @module
 */
import type { Config } from './schema.ts';

const HIDDEN = '(set)';

/** The configuration with every secret replaced. */
export function redacted(config: Config): Config {
  const { auth } = config.server;
  return {
    ...config,
    accounts: config.accounts.map((account) =>
      account.role?.externalId ? { ...account, role: { ...account.role, externalId: HIDDEN } } : account,
    ),
    server: auth ? { ...config.server, auth: { token: HIDDEN } } : config.server,
    notifiers: config.notifiers.map((notifier) => ({
      ...notifier,
      webhookUrl: HIDDEN,
      ...(notifier.secret === undefined ? {} : { secret: HIDDEN }),
    })),
  };
}
