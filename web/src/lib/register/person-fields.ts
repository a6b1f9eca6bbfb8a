import type { PersonEdit, Registered, Role } from '$lib/api/types';

/** The roles that stand on badges; who heads a delegation is said of the delegation. */
export const BADGE_ROLES: Role[] = ['delegate', 'observer', 'chair', 'rapporteur', 'interpreter', 'screen_operator', 'secretariat', 'technician'];

/** What the form for a person holds, as it is typed. */
export interface PersonFields {
  name: string;
  native_name: string;
  title: string;
  delegation: string;
  role: Role;
  city: string;
  country: string;
  email: string;
  language: string;
  other_languages: string;
  reference: string;
}

/** The form for somebody new. */
export const STRANGER: PersonFields = {
  name: '', native_name: '', title: '', delegation: '', role: 'delegate', city: '', country: '', email: '', language: '', other_languages: '', reference: '',
};

/** The form as somebody is now. */
export function fieldsOf(person: Registered): PersonFields {
  return {
    name: person.name,
    native_name: person.native_name ?? '',
    title: person.title,
    delegation: person.delegation,
    role: person.role,
    city: person.city,
    country: person.country,
    email: person.email ?? '',
    language: person.language,
    other_languages: person.other_languages.join(', '),
    reference: person.reference,
  };
}

/** What the server is to change: only what was typed and is not so already. */
export function editOf(typed: Partial<PersonFields>, before: PersonFields): PersonEdit {
  const changed = Object.entries(typed).filter(([name, value]) => value !== before[name as keyof PersonFields]);
  const { other_languages, ...plain } = Object.fromEntries(changed) as Partial<PersonFields>;
  return { ...plain, ...(other_languages === undefined ? {} : { other_languages: other_languages.split(/[\s,;،、]+/).filter(Boolean) }) };
}
