/**
 * The navigation: few groups, and only pages that exist.
 * @module
 */
import { VERSION } from '../../src/domain/version.ts';
import { Icon, type IconName } from './icons.tsx';
import { Search } from './search.tsx';

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
    pages: [
      { id: 'overview', title: 'Overview', path: '/', icon: 'overview', key: 'o' },
      { id: 'agents', title: 'Agents', path: '/agents', icon: 'agents', key: 'a' },
      { id: 'forecast', title: 'Forecast', path: '/forecast', icon: 'forecast', key: 'f' },
      { id: 'reports', title: 'Reports', path: '/reports', icon: 'reports', key: 'r' },
    ],
  },
  {
    title: 'Risk',
    pages: [
      { id: 'anomalies', title: 'Anomalies', path: '/anomalies', icon: 'anomalies', key: 'n' },
      { id: 'quotas', title: 'Quotas', path: '/quotas', icon: 'quotas', key: 'q' },
    ],
  },
  {
    title: 'Efficiency',
    pages: [
      { id: 'savings', title: 'Savings', path: '/savings', icon: 'savings', key: 'v' },
      { id: 'capacity', title: 'Capacity', path: '/capacity', icon: 'capacity', key: 'c' },
    ],
  },
  {
    title: 'Operations',
    pages: [
      { id: 'alarms', title: 'Alarms', path: '/alarms', icon: 'bell', key: 'l' },
      { id: 'coverage', title: 'Coverage', path: '/coverage', icon: 'coverage', key: 'd' },
      { id: 'status', title: 'Status', path: '/status', icon: 'status', key: 's' },
    ],
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
      {/* The overview has a search of its own, beside its tables. */}
      {active !== 'overview' && <Search />}
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
