import type { Body } from './body-shape.ts';
import { foldName } from './names.ts';
import type { FieldSchema, LifecycleSchema, SectionRole, SectionSchema } from './schema.ts';
import { SIGN_OFFS } from './tables.ts';
import { isGlossary } from './terms.ts';

const TASKS =
  /^(?:tasks?|to ?dos?|to do list|action items|work items|next steps|задачи|任务|タスク|aufgaben|tâches|tareas|tarefas)\b/u;

const NAMES: readonly { readonly role: SectionRole; readonly pattern: RegExp }[] = [
  {
    role: 'open-questions',
    pattern:
      /^(?:open|unresolved|outstanding|remaining) (?:questions?|issues|items|points)|^questions$|открытые вопросы|нерешенные вопросы|нерешённые вопросы|未解決|未決|开放问题|待解决|待定问题|offene (?:fragen|punkte)|questions ouvertes|preguntas abiertas|questões (?:em )?aberto|perguntas em aberto/u,
  },
  {
    role: 'alternatives',
    pattern:
      /\balternatives?\b|^(?:considered )?options(?: considered)?$|^considered options|альтернатив|рассмотренные варианты|替代方案|备选方案|代替案|検討した|alternativen/u,
  },
  { role: 'risks', pattern: /\brisks?\b|^риски|风险|リスク|risiken|^risques|^riesgos|^riscos/u },
  {
    role: 'metrics',
    pattern:
      /^(?:success )?metrics$|^success (?:metrics|criteria|measures)|^kpis?$|метрики|成功指标|指標|erfolgsmetriken/u,
  },
  {
    role: 'references',
    pattern:
      /^(?:references?|further reading|related (?:documents|work|links)|links|resources|bibliography)$|ссылки|参考|referenzen|références|referencias|referências/u,
  },
  {
    role: 'dependencies',
    pattern: /\bdependencies$|зависимости|依赖|依存|abhängigkeiten|dépendances|dependencias|dependências/u,
  },
  { role: 'sign-offs', pattern: SIGN_OFFS },
];

/** What a section is for: by the shape of its body first, by its name second. */
export function sectionRole(name: string, body: Body, repeatedChild: string | null): SectionRole | null {
  for (const table of body.tables) {
    if (table.role === 'sign-offs' || table.role === 'risks' || table.role === 'metrics' || table.role === 'glossary')
      return table.role;
  }
  if (body.lists.some((list) => list.type === 'definitions')) return 'glossary';
  const folded = foldName(name);
  if (isGlossary(name)) return 'glossary';
  const named = NAMES.find((candidate) => candidate.pattern.test(folded))?.role ?? null;
  if (named !== null) return named;
  if (TASKS.test(folded) || body.groups.some((group) => group.list !== null)) return 'tasks';
  return repeatedChild !== null && /^(?:component|module|service)s?$/u.test(foldName(repeatedChild))
    ? 'components'
    : null;
}

/** The field that holds the status, wherever it stands; null when no field offers states. */
export function lifecycleOf(
  fields: readonly FieldSchema[],
  sections: readonly SectionSchema[],
): LifecycleSchema | null {
  const heading = sections.flatMap((section) =>
    section.field === null ? [] : [{ field: section.field, key: section.key }],
  );
  const candidates = [...fields.map((field) => ({ field, key: field.key })), ...heading];
  const found = candidates.find(
    ({ field }) => field.role === 'status' && field.choices !== null && field.choices.length > 0,
  );
  if (found === undefined) return null;
  const states = found.field.choices ?? [];
  const first = states[0] as string;
  const given = found.field.default;
  const initial = states.find((state) => given !== null && state.toLowerCase() === given.toLowerCase()) ?? first;
  return { field: found.key, states, initial };
}

const SECTION_ROLES: ReadonlySet<string> = new Set<SectionRole>([
  'sign-offs',
  'risks',
  'metrics',
  'open-questions',
  'tasks',
  'components',
  'alternatives',
  'glossary',
  'references',
  'dependencies',
]);

/** A pinned role by its name; null when no such role exists. */
export function roleNamed(name: string | null): SectionRole | null {
  return name !== null && SECTION_ROLES.has(name) ? (name as SectionRole) : null;
}
