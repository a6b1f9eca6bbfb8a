import type { Catalogue } from './en';
import { plurals } from './plural';

const plural = plurals('fr');

/** Everything the page says, in French. */
export const fr: Catalogue = {
  product: 'Plenary',
  skipToContent: 'Aller au contenu',
  skipToText: 'Aller au texte',
  close: 'Fermer',
  tryAgain: 'Réessayer',
  loading: 'Chargement…',
  comma: ', ',
  list: (items) => new Intl.ListFormat('fr').format(items),

  page: {
    start: 'Entrer',
    conference: 'Conférence',
    draft: 'Projet',
    notFound: 'Cette page n’existe pas',
    notFoundHelp: 'L’adresse est peut-être mal saisie, ou le projet a été retiré.',
    toConference: 'Vers la conférence',
  },

  look: {
    menu: 'Langue et apparence',
    language: 'Langue',
    theme: 'Apparence',
    themes: { system: 'Comme l’appareil', light: 'Claire', dark: 'Sombre' },
  },

  failure: {
    heading: 'Cela n’a pas fonctionné',
    unreachable: 'Le serveur est injoignable. Vérifiez le réseau, puis réessayez.',
    signIn: 'Entrez dans la conférence pour voir cette page.',
    toStart: 'Entrer',
  },

  start: {
    heading: 'Qui êtes-vous ?',
    help: 'Choisissez au nom de qui entrer. Toutes les personnes sont inventées.',
    search: 'Chercher par nom, ville, fonction ou session',
    found: (count) => plural(count, { one: '# participant', other: '# participants' }),
    none: 'Personne ne correspond. Essayez une ville, une session comme S2 ou une fonction.',
    enterAs: (name) => `Entrer en tant que ${name}`,
    inSessions: (role, sessions) => `${role}, ${sessions}`,
    continueAs: (name) => `Continuer en tant que ${name}`,
    hereAs: (name) => `Vous êtes ici en tant que ${name}.`,
    notEntered: (reason) => `Vous n’avez pas pu entrer : ${reason}`,
  },

  roles: {
    delegate: 'Délégation',
    head_of_delegation: 'Chef de délégation',
    rapporteur: 'Rapporteur',
    chair: 'Présidence',
    secretariat: 'Secrétariat',
    observer: 'Observateur',
    interpreter: 'Interprète',
    screen_operator: 'Opérateur d’écran',
    technician: 'Technicien',
  },

  me: {
    menu: (name) => `Vous : ${name}`,
    change: 'Entrer au nom d’une autre personne',
    leave: 'Quitter',
    leaveLoses: (count) =>
      plural(count, {
        one: 'Une modification n’est pas parvenue au serveur et sera effacée de cet appareil. Quitter quand même ?',
        other: '# modifications ne sont pas parvenues au serveur et seront effacées de cet appareil. Quitter quand même ?',
      }),
  },

  conference: {
    when: (dates, place) => `${place}, ${dates}`,
    sessions: 'Sessions',
    session: (number) => `Session ${number}`,
    status: { scheduled: 'Prévue', in_progress: 'En cours', suspended: 'Suspendue', closed: 'Close' },
    room: 'Salle',
    chair: 'Présidence',
    rapporteur: 'Rapporteur',
    meetings: 'Séances',
    yourRole: (role) => `Vous : ${role}`,
    noDrafts: 'Pas encore de projet.',
    programme: 'Programme',
    person: (name, city) => `${name}, ${city}`,
  },

  draft: {
    statuses: {
      preparing: 'En préparation',
      drafting: 'En rédaction',
      negotiating: 'En négociation',
      frozen: 'Figé',
    },
    open: (title) => `Ouvrir le projet « ${title} »`,
    kicker: (session, status) => `Session ${session} · ${status}`,
    inSession: (session) => `Session ${session}`,
    actionPoints: (count) => plural(count, { one: '# point d’action', other: '# points d’action' }),
    agreed: (count) => plural(count, { one: '# convenu', other: '# convenus' }),
    agreedAdRef: (count) => `${count} ad referendum`,
    openBrackets: (count) => plural(count, { one: '# crochet ouvert', other: '# crochets ouverts' }),
    textLabel: 'Le texte',
    empty: 'Ce projet n’a pas encore de texte.',
    opening: 'Ouverture du texte…',
    quarantined:
      'Ce projet n’a pas pu être chargé en entier. Vous voyez le dernier texte qui a pu l’être ; le technicien est prévenu.',
    overHttp:
      'Aucune liaison directe n’est possible. Voici le texte tel qu’il était il y a un instant ; il ne peut pas être modifié ici.',
  },

  point: {
    heading: 'Points d’action',
    label: (number) => `Point d’action ${number}`,
    preamble: 'Préambule',
    headingEntry: 'Intertitre',
    untitled: 'Sans titre',
    titlePlaceholder: 'Titre du point d’action',
    add: 'Ajouter un point d’action',
    states: {
      drafting: 'En rédaction',
      under_negotiation: 'En négociation',
      agreed_ad_ref: 'Convenu ad ref.',
      agreed: 'Convenu',
      merged: 'Fusionné',
      withdrawn: 'Retiré',
    },
    here: (names) => `Ici : ${names}`,
  },

  paragraph: {
    states: { open: 'Ouvert', agreed_ad_ref: 'Convenu ad referendum', agreed: 'Convenu' },
    alternate: (ordinal, which) => `${ordinal} Var. ${which}`.trimStart(),
    strayBracket: 'Ce crochet n’a pas de pendant',
  },

  tools: {
    label: 'Outils de texte',
    bold: 'Gras',
    italic: 'Italique',
    link: 'Lien',
    bracket: 'Mettre entre crochets',
    undo: 'Annuler',
    redo: 'Rétablir',
    linkHeading: 'Lien',
    linkHelp: 'Sélectionnez d’abord les mots à lier.',
    linkAddress: 'Adresse',
    linkWrong: 'Ce n’est pas une adresse web. Elle devrait ressembler à https://example.org.',
    linkSet: 'Placer le lien',
    linkRemove: 'Retirer le lien',
    cancel: 'Annuler',
  },

  people: {
    label: 'Présents dans ce projet',
    more: (count) => plural(count, { one: '+# délégation', other: '+# délégations' }),
    here: (count) => plural(count, { one: '# personne ici', other: '# personnes ici' }),
    heading: 'Dans ce projet',
    nobody: 'Sans liaison, on ne sait pas qui est présent.',
    in: (points) => `au ${points}`,
    you: 'vous',
  },

  save: {
    opening: 'Ouverture…',
    saved: 'Tout est enregistré',
    saving: 'Enregistrement…',
    late: 'Toujours pas enregistré',
    degraded: 'La base de données est absente. Continuez ; tout sera enregistré à son retour',
    degradedUnsaved: (count) =>
      plural(count, {
        one: 'Pas encore enregistré : base de données absente. # modification attend',
        other: 'Pas encore enregistré : base de données absente. # modifications attendent',
      }),
    offline: 'Hors ligne. Rien n’attend d’être enregistré',
    offlineKept: (count) =>
      plural(count, {
        one: 'Hors ligne. # modification gardée sur cet appareil',
        other: 'Hors ligne. # modifications gardées sur cet appareil',
      }),
    offlineNotKept: (count) =>
      plural(count, {
        one: 'Hors ligne. # modification non gardée sur cet appareil : laissez cette page ouverte',
        other: 'Hors ligne. # modifications non gardées sur cet appareil : laissez cette page ouverte',
      }),
    closed: 'Non connecté',
    closedKept: (count) =>
      plural(count, {
        one: 'Non connecté. # modification gardée sur cet appareil',
        other: 'Non connecté. # modifications gardées sur cet appareil',
      }),
    closedNotKept: (count) =>
      plural(count, {
        one: 'Non connecté. # modification sur cette page seulement : copiez-la',
        other: 'Non connecté. # modifications sur cette page seulement : copiez-les',
      }),
    notTaken: 'Non retenu : vos mots sont gardés à côté du texte',
    readOnly: {
      role: 'Lecture seule pour vous : votre fonction dans cette session n’écrit pas ici',
      cannot_save: 'Lecture seule pour l’instant : le serveur ne peut pas enregistrer. Ce que vous avez écrit est gardé ici',
      quarantined: 'Lecture seule : ce projet n’a pas pu être chargé en entier',
      too_large: 'Lecture seule : le projet a atteint sa taille maximale',
    },
    notOnDevice: 'Ce navigateur ne garde pas de copie sur cet appareil. Laissez la page ouverte jusqu’à ce que tout soit enregistré.',
    retry: 'Connecter maintenant',
    willRetry: 'Il n’y a pas de liaison. Continuez à écrire ; cette page se reconnecte d’elle-même.',
  },

  closed: {
    wrong_protocol: 'Le serveur ne comprend pas cette page. Rechargez-la ; si cela ne suffit pas, prévenez le technicien.',
    signed_out: 'Votre accès a pris fin. Entrez à nouveau ; ce que vous avez écrit est gardé sur cet appareil.',
    not_allowed: 'Vous ne pouvez pas ouvrir ce projet. Adressez-vous au secrétariat si vous pensez le devoir.',
    no_such_draft: 'Ce projet n’existe pas. Il a peut-être été retiré.',
    unreconciled:
      'Le texte de cette page et celui du serveur ne peuvent pas être réunis. Copiez vos mots d’ici, puis rechargez la page.',
    outdated_page: 'Cette page est plus ancienne que le texte. Rechargez-la pour continuer.',
    too_many_connections: 'Trop d’écrans sont ouverts. Fermez un autre onglet de ce projet, puis réessayez.',
    reload: 'Recharger la page',
    enter: 'Entrer à nouveau',
  },

  notTaken: {
    heading: 'Mots non retenus',
    why: {
      malformed: 'Le serveur n’a pas pu lire cette modification.',
      foreign_client_id: 'La modification a été faite sous le nom de quelqu’un d’autre.',
      not_in_schema: 'La modification contient ce qu’un projet ne peut pas contenir.',
      duplicate_paragraph: 'La modification répète un paragraphe déjà présent.',
      too_large: 'La modification, ou le projet avec elle, est trop grande.',
      too_fast: 'Trop de modifications sont arrivées à la fois.',
      not_allowed: 'Vous ne pouvez pas modifier ce texte.',
      unreconciled: 'Le texte d’ici et celui du serveur n’ont pas pu être réunis.',
      new_generation: 'Le projet a été recommencé pendant votre absence.',
    },
    help: 'Rien n’est perdu : voici ce que vous avez écrit. Copiez-le ou écrivez-le à nouveau.',
    copy: 'Copier',
    copied: 'Copié',
    copyAll: 'Tout copier',
    dismiss: 'Je n’en ai plus besoin',
    confirmDismiss: 'Ces mots seront effacés de cet appareil. Y renoncer ?',
  },

  parts: {
    label: 'Parties de l’écran',
    points: 'Points',
    text: 'Texte',
  },
};
