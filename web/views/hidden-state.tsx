/**
 * The page's state in a form, so that sending it changes nothing else.
 * @module
 */

/** @param except names that the form itself sends, or that no longer hold after it */
export function HiddenState({ state, except }: { state: URLSearchParams; except: readonly string[] }) {
  const kept = [...state].filter(([key]) => !except.includes(key));
  return (
    <>
      {kept.map(([key, value]) => (
        <input type="hidden" name={key} value={value} />
      ))}
    </>
  );
}
