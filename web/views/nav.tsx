/**
 * The navigation: few groups, and only pages that exist.
 * @module
 */
import { VERSION } from '../../src/domain/version.ts';
import { Icon, type IconName } from './icons.tsx';

export interface Page {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  readonly icon: IconName;
  /** Pressed after `g`. */
  readonly key: string;
}

interface Group {
  readonly title: 'Spend' | 'Risk' | 'Efficiency' | 'Operations';
  readonly pages: readonly Page[];
}

/** All pages. A page that is added here is in the navigation and in the list of keys. */
const GROUPS: readonly Group[] = [
  {
    title: 'Spend',
    pages: [{ id: 'overview', title: 'Overview', path: '/', icon: 'overview', key: 'o' }],
  },
  {
    title: 'Operations',
    pages: [{ id: 'status', title: 'Status', path: '/status', icon: 'status', key: 's' }],
  },
];

export const PAGES: readonly Page[] = GROUPS.flatMap((group) => group.pages);

export interface NavigationProps {
  /** Id of the page that is shown. */
  readonly active: string;
  readonly demo: boolean;
  readonly signOut: boolean;
}

export function Navigation({ active, demo, signOut }: NavigationProps) {
  return (
    <nav class="nav" aria-label="Pages">
      <a class="brand" href="/">
        <Icon name="overview" />
        bedrock-meter
      </a>
      {demo && (
        <span class="badge demo" title="Made-up calls of a made-up company: nothing here was spent">
          Demo data
        </span>
      )}
      {GROUPS.map((group) => (
        <div class="nav-group">
          <h2>{group.title}</h2>
          <ul>
            {group.pages.map((page) => (
              <li>
                <a
                  href={page.path}
                  data-key={page.key}
                  aria-current={page.id === active ? 'page' : undefined}
                >
                  <Icon name={page.icon} />
                  {page.title}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div class="nav-foot">
        {signOut && (
          <form method="post" action="/logout">
            <button type="submit" class="link">
              Sign out
            </button>
          </form>
        )}
        <span>version {VERSION}</span>
      </div>
    </nav>
  );
}
