/** `at FaultDialog.open (…)` of Chromium and `open@…` of Firefox. */
const frame = /^\s*(?:at (?:async )?(?:new )?([^\s(]+) (?:\[as [^\]]+\] )?\(|([^\s@]*)@)/;

/** Libraries that call back or are called wrongly. */
const libraries =
  /^(?:(?:jQuery|\$|Sizzle|Function|Array|Object|Promise|JSON|String|Map|Set)\.(?:\w+\.)*\w+|dispatch|mightThrow|process|fire|fireWith|each|trigger|elemData\.handle|eval|runScript|execute)$/;

/**
 * The function to blame in the stack of a script's exception: the first that is not of a library. Addresses, lines and
 * columns of what load.php bundles and makes small say nothing, but names stay.
 */
export function functionInScript(stack: string): string {
  const names = stack.split('\n').flatMap((line) => {
    const [, chromium, firefox] = frame.exec(line) ?? [];
    const name = chromium ?? firefox ?? '';
    return name === '' || name.includes('<') ? [] : [name];
  });
  const name = names.find((one) => !libraries.test(one)) ?? names[0] ?? '';
  return name.replace(/^.*\./, '');
}
