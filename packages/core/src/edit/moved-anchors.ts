import type { LinkedText } from '../document/links.ts';
import { linksOf } from '../document/links.ts';
import { AnchorNames, type AnchorPlace, anchorPlaces } from '../markdown/anchors.ts';
import type { MarkdownSource } from '../markdown/source.ts';
import { type Edit, mapPosition, type Replacement } from '../text/edit.ts';
import { resolvePath } from '../text/paths.ts';
import type { DocumentLink } from '../workspace/facts.ts';

/** What becomes of a link when the headings of the text that it leads into change. */
export type LinkFate =
  | { readonly kind: 'kept' }
  | { readonly kind: 'moved'; readonly anchor: string }
  /** What it led to is no more. */
  | { readonly kind: 'gone' };

/** The anchors of a text before and after an edit: each is found again wherever it went. */
export class MovedAnchors {
  /** True when every anchor is as it was, so that no link needs to follow. */
  readonly isEmpty: boolean;
  readonly #before: readonly AnchorPlace[];
  readonly #after: readonly AnchorPlace[];
  readonly #namesBefore: AnchorNames;
  readonly #namesAfter: AnchorNames;
  readonly #edit: Edit;
  readonly #madeAt: ReadonlyMap<number, number>;

  constructor(before: MarkdownSource, after: MarkdownSource, edit: Edit) {
    this.#before = anchorPlaces(before);
    this.#after = anchorPlaces(after);
    this.#edit = edit;
    this.isEmpty =
      this.#before.length === this.#after.length &&
      this.#before.every(({ anchor }, place) => anchor === this.#after[place]?.anchor);
    this.#namesBefore = new AnchorNames(this.#before.map(({ anchor }) => anchor));
    this.#namesAfter = new AnchorNames(this.#after.map(({ anchor }) => anchor));
    this.#madeAt = new Map(this.#after.flatMap(({ range, made }, place) => (made ? [[range.start, place]] : [])));
  }

  /** A fragment that led nowhere before is kept. */
  fateOf(fragment: string): LinkFate {
    const was = this.#namesBefore.find(fragment);
    const old = was === null ? undefined : this.#before[was];
    if (old === undefined) return kept;
    const reached = this.#namesAfter.find(fragment);
    const now = this.#placeNow(old);
    if (now === null) return reached === null ? { kind: 'gone' } : kept;
    const { anchor } = this.#after[now] as AnchorPlace;
    return reached === now || this.#namesAfter.find(anchor) !== now ? kept : { kind: 'moved', anchor };
  }

  /** Of an anchor that is written as it is by its name, of one that is made of a heading by where the heading went. */
  #placeNow({ anchor, range: { start }, made }: AnchorPlace): number | null {
    if (!made)
      return this.#after.some((one) => !one.made && one.anchor === anchor) ? this.#namesAfter.find(anchor) : null;
    const isGone = this.#edit.some((replacement) => replacement.start <= start && start < replacement.end);
    return isGone ? null : (this.#madeAt.get(mapPosition(this.#edit, start, 'after')) ?? null);
  }
}

const kept: LinkFate = { kind: 'kept' };

/** Lets the links of a text that lead into `target`, a path of the workspace, follow its headings. */
export function followMoved(
  text: LinkedText,
  file: string,
  target: string,
  moved: MovedAnchors,
): readonly Replacement[] {
  return linksInto(text, file, target).flatMap(({ fragment, fragmentRange }) => {
    const fate = moved.fateOf(fragment);
    return fate.kind !== 'moved' || fragmentRange === null ? [] : [{ ...fragmentRange, text: fate.anchor }];
  });
}

/** How many links of a text lead to headings of `target` that are gone. */
export function countGone(text: LinkedText, file: string, target: string, moved: MovedAnchors): number {
  return linksInto(text, file, target).filter(({ fragment }) => moved.fateOf(fragment).kind === 'gone').length;
}

/** The links of a text that lead to a place within `target`, a path of the workspace. */
export function linksInto(
  text: LinkedText,
  file: string,
  target: string,
): readonly (DocumentLink & { readonly fragment: string })[] {
  return linksOf(text).filter(
    (link): link is DocumentLink & { readonly fragment: string } =>
      link.fragment !== null && leadsTo(link, file, target),
  );
}

function leadsTo({ path }: DocumentLink, file: string, target: string): boolean {
  return path === '' ? file === target : resolvePath(file, path) === target;
}
