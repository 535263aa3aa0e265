type Child = Node | string | undefined | false;

interface Props {
  readonly class?: string;
  readonly id?: string;
  readonly testId?: string;
  readonly title?: string;
  readonly onClick?: (event: MouseEvent) => void;
  /** Other attributes by name, aria-* among them. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** An element with its children. Text goes in as text: nothing here reads HTML. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (props.class !== undefined) element.className = props.class;
  if (props.id !== undefined) element.id = props.id;
  if (props.title !== undefined) element.title = props.title;
  if (props.testId !== undefined) element.dataset['testid'] = props.testId;
  for (const [name, value] of Object.entries(props.attributes ?? {})) element.setAttribute(name, value);
  const { onClick } = props;
  if (onClick !== undefined) element.addEventListener('click', (event) => onClick(event as MouseEvent));
  for (const child of children) if (child !== undefined && child !== false) element.append(child);
  return element;
}

/** A button that submits nothing. */
export function button(props: Props, ...children: readonly Child[]): HTMLButtonElement {
  return el('button', { ...props, attributes: { type: 'button', ...props.attributes } }, ...children);
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly Node[]
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
