/**
 * What mends a call that was refused: the IAM statement, ready to paste.
 * Source: IAM user guide, "Troubleshoot access denied error messages".
 * @module
 */

/** What was asked of AWS. */
export interface Doing {
  /** IAM action, as in `logs:FilterLogEvents`. */
  readonly action: string;
  /** What the action needs to be allowed on; `*` where IAM knows no resource. */
  readonly resource?: string;
  /** What to do when the thing asked for does not exist. */
  readonly whenAbsent?: string;
}

export interface Permission {
  readonly action: string;
  readonly resource: string;
}

const ACTION = /perform: ([a-z0-9-]+:[A-Za-z0-9*]+)/;
const RESOURCE = /on resource: "?(arn:[^\s"]+)/;

/** The permission that a refusal was about: what its text says, else what was asked. */
export function missingPermission(message: string, doing: Doing): Permission {
  const action = ACTION.exec(message)?.[1] ?? doing.action;
  const said = RESOURCE.exec(message)?.[1];
  // What was asked is wider than the one thing that was refused, but says nothing of a key or a role behind it.
  const resource = action === doing.action ? (doing.resource ?? said) : said;
  return { action, resource: resource ?? '*' };
}

/** An IAM statement that allows the permissions, as one line of JSON. */
export function iamStatement(permissions: readonly Permission[]): string {
  const actions = [...new Set(permissions.map(({ action }) => action))].sort();
  const resources = [...new Set(permissions.map(({ resource }) => resource))].sort();
  return JSON.stringify({ Effect: 'Allow', Action: one(actions), Resource: one(resources) });
}

const one = (list: readonly string[]): string | readonly string[] =>
  list.length === 1 ? (list[0] ?? '') : list;

/** What to do about an access-denied message. */
export function deniedHint(message: string, doing: Doing): string {
  const permission = missingPermission(message, doing);
  if (permission.action === 'sts:AssumeRole') {
    const role = RESOURCE.exec(message)?.[1] ?? 'the role';
    return `let the role trust the caller, with the same ExternalId, and allow the caller ${iamStatement([{ ...permission, resource: role }])}`;
  }
  const blocked = /explicit deny/.test(message) ? ' (a policy denies it explicitly: that has to go too)' : '';
  return `allow ${iamStatement([permission])}${blocked}`;
}
