import type { Catalogue } from './en';
import { plurals } from './plural';
import { within } from './within';

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
    size: 'Taille du texte',
    sizes: { small: 'Petite', normal: 'Normale', large: 'Grande', larger: 'Très grande' },
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
      switched_off: 'Lecture seule : la présidence n’a pas ouvert l’écriture aux membres',
      not_meeting: 'Lecture seule : la session ne siège pas en ce moment',
      preparing: 'Lecture seule : le secrétariat prépare ce projet',
      negotiating: 'Lecture seule : à cette lecture, le rapporteur écrit',
      frozen: 'Lecture seule : la session est close',
      cannot_save: 'Lecture seule pour l’instant : le serveur ne peut pas enregistrer. Ce que vous avez écrit est gardé ici',
      quarantined: 'Lecture seule : ce projet n’a pas pu être chargé en entier',
      too_large: 'Lecture seule : le projet a atteint sa taille maximale',
    },
    notOnDevice: 'Ce navigateur ne garde pas de copie sur cet appareil. Laissez la page ouverte jusqu’à ce que tout soit enregistré.',
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
      locked: 'Ce texte a été convenu entre-temps.',
      unreconciled: 'Le texte d’ici et celui du serveur n’ont pas pu être réunis.',
      new_generation: 'Le projet a été recommencé pendant votre absence.',
      deleted_by_others: 'Quelqu’un d’autre a supprimé le paragraphe où vous écriviez.',
    },
    help: 'Rien n’est perdu : voici ce que vous avez écrit. Copiez-le ou écrivez-le à nouveau.',
    copy: 'Copier',
    dismiss: 'Je n’en ai plus besoin',
    confirmDismiss: 'Ces mots seront effacés de cet appareil. Y renoncer ?',
  },

  lists: {
    menu: 'Marques des paragraphes',
    kinds: {
      number: 'Numéros : 1.',
      letter: 'Lettres : (a)',
      roman: 'Chiffres romains : (i)',
      bullet: 'Puces : •',
      none: 'Sans marque',
    },
    indent: 'Un niveau de plus',
    outdent: 'Un niveau de moins',
    more: 'Autres outils de texte',
  },

  brackets: {
    next: (count) =>
      plural(count, { one: 'Crochet suivant (# dans ce projet)', other: 'Crochet suivant (# dans ce projet)' }),
    previous: 'Crochet précédent',
    neverClosed: 'Ce crochet n’est jamais fermé',
    neverOpened: 'Ce crochet n’a jamais été ouvert',
  },

  remarks: {
    selected: (points) =>
      plural(points, { one: '# point d’action sélectionné', other: '# points d’action sélectionnés' }),
    copied: (points) => plural(points, { one: '# point d’action copié', other: '# points d’action copiés' }),
    partsSelected: (parts) =>
      plural(parts, { one: '# partie du projet sélectionnée', other: '# parties du projet sélectionnées' }),
    partsCopied: (parts) => plural(parts, { one: '# partie du projet copiée', other: '# parties du projet copiées' }),
    locked: 'Ce texte est convenu. Seule la présidence peut le rouvrir.',
    not_across:
      'Des mots de plusieurs points d’action peuvent être copiés, mais pas modifiés à la fois. Modifiez un point d’action après l’autre.',
    bracket: (ordinal, total, point) => `Crochet ${ordinal} sur ${total}, ${within(point)}`,
    strayBracket: (reason, point) => `${reason} : ${within(point)}`,
    no_brackets: 'Il n’y a pas de crochets dans ce projet.',
    nothing_to_paste:
      'Ce que vous avez collé ne contient pas de mots. Un projet ne peut contenir ni images ni fichiers.',
    paste_too_long: 'Ce que vous avez collé est trop long pour être repris en une fois. Collez-le en parties plus petites.',
    pasted_as_words:
      'Il n’y a pas de liaison : les mots ont été collés en un seul paragraphe. Collez à nouveau plus tard pour garder paragraphes et listes.',
  },

  parts: {
    label: 'Parties de l’écran',
    points: 'Points',
    text: 'Texte',
  },

  footnotes: {
    tool: 'Note de bas de page',
    name: (number) => `Note ${number}`,
    list: (point) => `Notes : ${within(point)}`,
    back: (number) => `Note ${number} : aller à sa place dans le texte`,
    edit: (number) => `Modifier la note ${number}`,
    headingNew: 'Nouvelle note de bas de page',
    words: 'Texte de la note',
    insert: 'Insérer',
    save: 'Enregistrer',
    remove: 'Supprimer la note',
    problems: {
      empty: 'Écrivez d’abord le texte de la note.',
      readOnly:
        'Le texte ne peut pas être modifié pour l’instant. Laissez cette fenêtre ouverte et réessayez, ou copiez vos mots.',
      reloaded:
        'Entre-temps, le texte a été chargé à nouveau. Copiez vos mots, fermez cette fenêtre et redemandez la note.',
    },
  },

  outline: {
    move: (name) => `Déplacer : ${name}`,
    moveHelp: 'Faites glisser, ou utilisez les flèches haut et bas',
    menu: (name) => `Que faire de : ${name}`,
    up: 'Déplacer vers le haut',
    down: 'Déplacer vers le bas',
    addAfter: 'Ajouter un point d’action après',
    addHeading: 'Ajouter un intertitre avant',
    split: 'Scinder ici',
    merge: 'Fusionner avec le précédent',
    remove: 'Supprimer',
    isNow: (title, number) => `« ${title} » est maintenant ${number}.`,
    isNowAt: (title, place) => `« ${title} » est maintenant l’élément ${place} du texte.`,
    isFirst: 'C’est le premier.',
    isLast: 'C’est le dernier.',
    needsCaret: 'Placez d’abord le curseur dans le paragraphe par lequel le nouveau point d’action doit commencer.',
    splitsNothing: 'Il ne resterait rien avant : c’est le premier paragraphe.',
    agreedMoves: 'Du texte convenu passerait à un autre point d’action. Il faudrait d’abord le rouvrir.',
    agreedGoes: 'Il contient du texte convenu, qu’il faudrait d’abord rouvrir.',
    mayNotArrange: 'Cela revient au rapporteur et à la présidence.',
    nothingBefore: 'Il n’y a rien avant.',
    headingApart: 'Un intertitre reste séparé du texte.',
    removed: (name) => `${name} supprimé. Ses mots sont gardés.`,
    removedUnderYou: (name) => `${name} supprimé pendant que vous y étiez. Ses mots sont gardés.`,
    merged: (name, into) => `${name} fusionné avec ${within(into)} pendant que vous y étiez.`,
    cannotUndo: 'Cela ne peut plus être annulé : quelqu’un d’autre a déplacé les mêmes paragraphes depuis.',
    refused:
      'Quelqu’un d’autre a déplacé les mêmes paragraphes au même moment. Votre changement de plan n’a pas été fait ; aucun mot n’est perdu.',
    bringItBack: 'Remettre',
    leaveRemoved: 'Laisser supprimé',
    showRemoved: (count) =>
      plural(count, { one: '# point d’action supprimé', other: '# points d’action supprimés' }),
    removedHeading: 'Points d’action supprimés',
    removedHelp: 'Leurs mots sont gardés. Un point d’action remis reprend sa place, ou se met à la fin.',
    nothingRemoved: 'Tous sont de nouveau dans le texte.',
    bringBack: (title) => `Remettre : ${title}`,
    broughtBack: (title) => `« ${title} » est de nouveau dans le texte.`,
    notices: 'Avis sur le plan',
  },

  mishap: {
    broken:
      'Une erreur s’est produite dans cette page. Rechargez-la pour continuer ; ce que vous avez écrit est gardé sur cet appareil autant que possible.',
    partMissing:
      'Une partie de cette page n’a pas pu être chargée : la page est peut-être plus ancienne que le serveur, ou le réseau est absent. Rechargez-la pour continuer ; ce que vous avez écrit est gardé sur cet appareil.',
    words: (count) =>
      plural(count, {
        one: '# paragraphe avec des mots pas encore enregistrés',
        other: '# paragraphes avec des mots pas encore enregistrés',
      }),
  },

  rescue: {
    reload: 'Recharger la page',
    copied: 'Copié',
    copyAll: 'Tout copier',
  },

  network: {
    retry: 'Connecter maintenant',
    willRetry: 'Il n’y a pas de liaison. Continuez à écrire ; cette page se reconnecte d’elle-même.',
    remembered: 'Le serveur est injoignable. Voici ce que cet appareil a vu en dernier.',
    enterNeedsServer:
      'Pour entrer au nom d’une autre personne, il faut joindre le serveur. Vérifiez le réseau, puis réessayez.',
    conferenceNotKept:
      'Le serveur est injoignable, et cet appareil n’a pas encore vu la conférence. Trouvez un réseau, puis réessayez.',
    reconnecting: 'Il n’y a pas de liaison. Cette page se reconnecte d’elle-même.',
    socketRefused:
      'Le serveur répond, mais ce réseau ne laisse passer aucune liaison directe. Continuez à écrire : tout est gardé ici et envoyé dès qu’une liaison est possible. Ci-dessous, votre copie ; ce que les autres ont écrit depuis n’y est pas.',
    socketRefusedReadOnly:
      'Le serveur répond, mais ce réseau ne laisse passer aucune liaison directe. Essayez un autre réseau, ou adressez-vous au technicien.',
    showNewest: 'Voir le texte le plus récent',
    showMine: 'Revenir à votre copie',
  },

  offline: {
    draftNotKept:
      'Le serveur est injoignable, et cet appareil ne garde pas de copie de ce projet. Trouvez un réseau et ouvrez-le une fois ; ensuite, il s’ouvrira ici sans réseau.',
    waitsKept: (count) =>
      plural(count, {
        one: '# modification gardée sur cet appareil',
        other: '# modifications gardées sur cet appareil',
      }),
    waitsNotKept: (count) =>
      plural(count, {
        one: '# modification sur cette page seulement : copiez-la',
        other: '# modifications sur cette page seulement : copiez-les',
      }),
    noCopy: 'Pas de copie sur cet appareil',
    newest:
      'Voici le texte tel que les autres l’ont, rechargé de temps en temps. Vos propres mots non enregistrés n’y sont pas ; il ne peut pas être modifié ici.',
  },

  find: {
    label: 'Aller à un numéro ou à des mots',
    placeholder: 'Numéro ou mots',
    key: 'Ctrl+G',
    results: 'Passages trouvés',
    count: (count) => plural(count, { one: '# résultat', other: '# résultats' }),
    none: 'Rien trouvé. Essayez moins de lettres, ou un numéro comme 2.6.',
    more: (count) => plural(count, { one: '# autre n’est pas affiché', other: '# autres ne sont pas affichés' }),
    goToPoint: (title) => `Aller au ${within(title)}`,
    at: (place, total) => `${place} sur ${total}`,
    previous: 'Résultat précédent',
    next: 'Résultat suivant',
    end: 'Terminer la recherche',
    notLoaded: 'La recherche n’a pas pu être chargée. Vérifiez le réseau, puis réessayez.',
    titled: 'Titre',
  },

  addresses: {
    copyPoint: (point) => `Copier le lien : ${within(point)}`,
    copyParagraph: 'Copier le lien vers ce paragraphe',
    copied: (link) => `Lien copié : ${link}`,
    notCopied: (link) => `Ce navigateur ne laisse pas la page copier. Copiez le lien à la main : ${link}`,
    pointGone: 'L’adresse désigne un point d’action qui n’est plus dans ce projet.',
    paragraphGone:
      'L’adresse désigne un paragraphe qui n’est plus dans ce projet. Cherchez ses mots, ou demandez à qui l’a envoyée.',
    arrived: (paragraph, point) => `Paragraphe ${paragraph}, ${within(point)}`,
    arrivedIn: (point) => `Un paragraphe, ${within(point)}`,
  },

  following: {
    follow: 'Suivre',
    followPerson: (person) => `Suivre ${person}`,
    label: 'Suivi d’une personne',
    following: (person) => `Vous suivez ${person}`,
    nowhere: 'pas encore dans un point d’action',
    unknown: 'en attente de la liaison',
    gone: (person) => `${person} a quitté ce projet`,
    stop: 'Arrêter',
    stopped: (person) => `Vous ne suivez plus ${person}`,
  },

  paragraphMenu: {
    menu: 'Ce paragraphe',
    language: 'Langue du paragraphe',
    draftLanguage: (language) => `Comme le projet (${language})`,
    none: 'Placez d’abord le curseur dans un paragraphe.',
  },

  draftMenu: {
    menu: 'Plus',
    print: 'Imprimer',
    hall: 'Écran de la salle',
  },

  printed: {
    on: (date) => `Imprimé le ${date}`,
  },

  happened: {
    added: (point) => `${point} ajouté.`,
    removed: (point) => `${point} supprimé.`,
    moved: (point) => `${point} déplacé.`,
    titled: (point, title) => `${point}, « ${title} »,`,
    many: (count) =>
      plural(count, { one: '# point d’action a changé de place.', other: '# points d’action ont changé de place.' }),
    brackets: (count, point) => `${point} : ${count}.`,
    came: (person) => `${person} est maintenant ici.`,
    state: (paragraph, state) => `${paragraph} : ${state}.`,
    statesChanged: (count) =>
      plural(count, {
        one: 'L’état de # paragraphe a changé.',
        other: 'L’état de # paragraphes a changé.',
      }),
  },

  hall: {
    page: 'Écran de la salle',
    controls: 'Commandes de l’écran de la salle',
    back: 'Retour au projet',
    follow: 'Suivre une personne',
    fixed: 'Ne suivre personne',
    point: 'Point d’action',
    previous: 'Point d’action précédent',
    next: 'Point d’action suivant',
    smaller: 'Texte plus petit',
    larger: 'Texte plus grand',
    fullScreen: 'Plein écran',
    leaveFullScreen: 'Quitter le plein écran',
    person: (person, role) => `${person} · ${role}`,
    away: (person) => `${person} (absent)`,
    somebody: 'Une personne absente',
    waiting: 'En attente du texte…',
    live: 'En direct',
    notLive: (time) => `Pas de liaison. Texte de ${time}`,
    closed: 'Pas de liaison. Rechargez cette page.',
    keys: 'Flèches : autre point d’action · + et − : taille du texte · F : plein écran · chiffres et Entrée : point d’action par numéro · Échap : retour',
    typed: (digits) => `Point d’action ${digits}, puis Entrée`,
    noSuchPoint: (number) => `Il n’y a pas de point d’action ${number}.`,
  },
};
