import { eq } from 'drizzle-orm';
import { document } from '../database/tables/documents.ts';
import { mirror, mirroredFile } from '../database/tables/mirrors.ts';
import type { ChangeFeed, ChangePlace } from '../documents/change-feed.ts';
import { FolderTrouble } from './folder-port.ts';
import type { MirrorHome } from './home.ts';
import { lookAt } from './look-at.ts';
import { lookThrough } from './look-through.ts';
import { filesBehind, mirroredFileOf } from './mirrored.ts';

/** How often everything is looked through although nothing was heard, ms: some file systems tell nothing. */
const rescan = 30_000;
/** How long writes are gathered before they are looked at, ms. */
const gathered = 60;
/** When files that are being written, or away for a moment, are looked at again, ms. */
const soon = 400;
/** When a failure is tried again, ms. */
const later = 2_000;

/** One mirror at work in this process: it follows both sides until it is stopped. */
export class Mirror {
  readonly #home: MirrorHome;
  readonly #feed: ChangeFeed;
  readonly #trouble: (error: unknown) => void;
  readonly #files = new Set<string>();
  readonly #documents = new Set<string>();
  #isAll = true;
  #place: ChangePlace = '0-0';
  #working: Promise<void> = Promise.resolve();
  readonly #timers = new Set<NodeJS.Timeout>();
  #rescan: NodeJS.Timeout | null = null;
  #ends: (() => void)[] = [];
  #isStopped = false;

  constructor(home: MirrorHome, feed: ChangeFeed, trouble: (error: unknown) => void) {
    this.#home = home;
    this.#feed = feed;
    this.#trouble = trouble;
  }

  /** Looks through everything once, then follows what changes. */
  async start(): Promise<void> {
    this.#place = await this.#feed.end();
    this.#ends.push(this.#feed.watch(() => this.#wake(0)));
    try {
      this.#ends.push(
        this.#home.port.watch((file) => {
          if (file === null) this.#isAll = true;
          else this.#files.add(file);
          this.#wake(gathered);
        }),
      );
    } catch (error) {
      // Then it is looked through from time to time.
      this.#trouble(error);
    }
    this.#rescan = setInterval(() => {
      this.#isAll = true;
      this.#wake(0);
    }, rescan).unref();
    await this.#work();
  }

  /** Brings what is known by now in step. */
  async settle(): Promise<void> {
    this.#isAll = true;
    await this.#work();
  }

  /** Ends following; what the hub has is in the folder when this resolves, as far as that can be. */
  async stop(): Promise<void> {
    this.#endWatching();
    await this.#work();
    this.#isStopped = true;
    try {
      for (const file of await filesBehind(this.#home.database.queries, this.#home.workspace))
        await lookAt(this.#home, file, { stamp: null, mayRemove: false });
    } catch (error) {
      this.#trouble(error);
    }
  }

  /** Ends following after the step that is being made: another process may be at it by now. */
  async abandon(): Promise<void> {
    this.#isStopped = true;
    this.#endWatching();
    await this.#working;
  }

  #endWatching(): void {
    for (const end of this.#ends.splice(0)) end();
    if (this.#rescan !== null) clearInterval(this.#rescan);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Works in a while, in which more may come. */
  #wake(wait: number): void {
    if (this.#isStopped || this.#timers.size > 0) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#work();
    }, wait);
    this.#timers.add(timer.unref());
  }

  /** One thing after another. */
  #work(): Promise<void> {
    this.#working = this.#working.then(() => this.#workAll());
    return this.#working;
  }

  async #workAll(): Promise<void> {
    if (this.#isStopped) return;
    try {
      await this.#hear();
      while (!this.#isStopped && (this.#isAll || this.#files.size > 0 || this.#documents.size > 0)) {
        if (this.#isAll) await this.#lookThrough();
        else await this.#lookAtSome();
      }
    } catch (error) {
      this.#trouble(error);
      if (!this.#isStopped) this.#again(later);
    }
  }

  /** Learns what changed on the hub. */
  async #hear(): Promise<void> {
    const changes = await this.#feed.after(this.#place);
    if (changes === null) {
      this.#place = await this.#feed.end();
      this.#isAll = true;
      return;
    }
    for (const { workspace, document: id } of changes) {
      if (workspace !== this.#home.workspace) continue;
      if (id === null) this.#isAll = true;
      else this.#documents.add(id);
    }
    this.#place = changes.at(-1)?.place ?? this.#place;
  }

  async #lookThrough(): Promise<void> {
    this.#isAll = false;
    this.#files.clear();
    this.#documents.clear();
    try {
      if (!(await lookThrough(this.#home))) this.#again();
    } catch (error) {
      if (!(error instanceof FolderTrouble)) throw error;
      const { database, workspace } = this.#home;
      await database.queries.update(mirror).set({ trouble: error.message }).where(eq(mirror.workspace, workspace));
    }
  }

  async #lookAtSome(): Promise<void> {
    const { queries } = this.#home.database;
    const { workspace } = this.#home;
    const [files, documents] = [[...this.#files], [...this.#documents]];
    this.#files.clear();
    this.#documents.clear();
    const wanted = new Set<string>();
    for (const file of files) {
      const known = await mirroredFileOf(queries, workspace, file);
      if (known?.document != null) wanted.add(file);
      else this.#isAll = true;
    }
    for (const id of documents) {
      const rows = await queries
        .select({ file: mirroredFile.file })
        .from(mirroredFile)
        .where(eq(mirroredFile.document, id));
      const own = await queries.select({ file: document.file }).from(document).where(eq(document.id, id));
      for (const { file } of [...rows, ...own]) wanted.add(file);
    }
    for (const file of wanted) if (!(await lookAt(this.#home, file, { stamp: null, mayRemove: false }))) this.#again();
    // What is gone, or was moved, is told by looking at all of them.
    if (!this.#isAll && files.length > 0) await this.#lookForGone(files);
  }

  async #lookForGone(files: readonly string[]): Promise<void> {
    for (const file of files) if ((await this.#home.port.read(file)).kind === 'absent') this.#isAll = true;
  }

  /** Looks through everything once more in a moment. */
  #again(wait = soon): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#isAll = true;
      void this.#work();
    }, wait);
    this.#timers.add(timer.unref());
  }
}
