"""A questionnaire of a minute with every kind of screen, so that a journey does not last as long as an interview."""

SHORT = """
questionnaire: kort
title: {nl: Kort gesprek}
languages:
  nl: {status: reviewed}
  tr: {status: concept}
  ar: {status: concept}
entities:
  vet: {kind: team, label: Voor Elkaar Team}
  nep: {kind: fictitious, label: Buurtbrug Team}
pages:
  - id: spot
    questions:
      - id: spot
        kind: single
        role: location
        required: false
        text: {nl: Waar staat u nu?, tr: Neredesiniz?, ar: أين أنتم؟}
        options:
          - {code: market, label: {nl: Markt, tr: Pazar, ar: السوق}}
          - {code: library, label: {nl: Bibliotheek, tr: Kütüphane, ar: المكتبة}}
  - id: consent
    ends: {when: "consent == 'no'", outcome: refused, text: {nl: Ik wens u een fijne dag., tr: İyi günler., ar: يوماً سعيداً.}}
    questions:
      - id: consent
        kind: consent
        text: {nl: Mag ik u iets vragen?, tr: Sorabilir miyim?, ar: هل تسمحون؟}
        instruction: {nl: Zeg wie u bent., tr: Kim olduğunuzu söyleyin., ar: عرّفوا بأنفسكم.}
  - id: unaided
    questions:
      - id: unaided
        kind: multiple
        missing: [dont_know]
        text: {nl: Welke teams kent u?, tr: Hangi ekipleri biliyorsunuz?, ar: أي فرق تعرفون؟}
        options:
          - {code: vet, label: {nl: Voor Elkaar Team, tr: Voor Elkaar Team, ar: Voor Elkaar Team}}
          - {code: desk, label: {nl: Een loket, tr: Bir danışma, ar: مكتب}}
          - {code: none, exclusive: true, label: {nl: Geen team, tr: Hiçbiri, ar: لا شيء}}
  - id: aided
    locks: [unaided]
    questions:
      - id: aided
        kind: statements
        order: shuffled
        text: {nl: "Kent u {{ statement }}?", tr: "{{ statement }} ekibini biliyor musunuz?", ar: "هل تعرفون {{ statement }}؟"}
        missing: [dont_know]
        options:
          - {code: never, label: {nl: "Nee", tr: Hayır, ar: لا}}
          - {code: knows, label: {nl: "Ja", tr: Evet, ar: نعم}}
        statements:
          - {id: aided_vet, text: {nl: het Voor Elkaar Team, tr: Voor Elkaar Team, ar: Voor Elkaar Team}}
          - {id: aided_nep, text: {nl: het Buurtbrug Team, tr: Buurtbrug Team, ar: Buurtbrug Team}}
  - id: how
    when: "aided_vet == 'knows'"
    questions:
      - id: how
        kind: single
        text: {nl: Weet u hoe u dat team bereikt?, tr: Nasıl ulaşılır?, ar: كيف تصلون إليه؟}
        options:
          - {code: "yes", label: {nl: "Ja", tr: Evet, ar: نعم}}
          - {code: "no", label: {nl: "Nee", tr: Hayır, ar: لا}}
  - id: activities
    questions:
      - id: activities
        kind: multiple
        show_card: true
        missing: [refused]
        text: {nl: Doet u wel eens mee?, tr: Katılır mısınız?, ar: هل تشاركون؟}
        options:
          - {code: coffee, label: {nl: Koffie drinken, tr: Kahve içmek, ar: شرب القهوة}}
          - {code: meal, label: {nl: Samen eten, tr: Birlikte yemek, ar: تناول الطعام معاً}}
  - id: age
    questions:
      - id: age
        kind: number
        min: 18
        max: 110
        missing: [refused]
        text: {nl: Hoe oud bent u?, tr: Kaç yaşındasınız?, ar: كم عمركم؟}
        checks:
          - {that: "age < 100", soft: true, message: {nl: "Is {{ age }} jaar goed?", tr: "{{ age }} doğru mu?", ar: "هل {{ age }} صحيح؟"}}
"""
