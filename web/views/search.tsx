/**
 * The search of every page: typed, it narrows the tables that are there; sent, it looks through all spend.
 * @module
 */

export function Search() {
  return (
    <search class="nav-search">
      <form method="get" action="/">
        <label>
          <span class="visually-hidden">Search models, principals and accounts</span>
          <input
            type="search"
            name="q"
            placeholder="Search"
            title="Typing narrows the tables of this page; Enter looks through all spend"
            data-filter
          />
        </label>
        <kbd title="Press / to get here">/</kbd>
      </form>
    </search>
  );
}
