---------------------------- MODULE InfiniteSets ----------------------------
(* Membership in sets that are never written out.                          *)
EXTENDS Integers, Sequences, FiniteSets
VARIABLES step, val
Values == <<
  5 \in Nat,
  -5 \in Nat,
  -5 \in Int,
  0 \in Nat,
  {1, 2} \subseteq Nat,
  {1, -2} \subseteq Nat,
  [k \in {1, 2} |-> k] \in [{1, 2} -> Nat],
  [k \in {1, 2} |-> -k] \in [{1, 2} -> Nat],
  [a |-> 1, b |-> <<2>>] \in [a : Nat, b : Seq(Nat)],
  <<1, "x">> \in Nat \X STRING,
  <<1>> \in Nat \X Nat,
  <<1, 2, 3>> \in Nat \X Nat \X Int,
  {1, 2} \in SUBSET Nat,
  {-1} \in SUBSET Nat,
  {{1}} \in SUBSET SUBSET Nat,
  5 \in Nat \ {5},
  5 \in Nat \cup {-1},
  -1 \in Nat \cup {-1},
  5 \in Nat \cap {4, 5},
  7 \in {n \in Nat : n % 2 = 1},
  8 \in {n \in Nat : n % 2 = 1},
  3 \notin Int,
  <<>> \in Seq(Nat),
  <<1, -1>> \in Seq(Nat),
  "a" \in STRING,
  IsFiniteSet(1 .. 3),
  IsFiniteSet({}),
  {x \in Nat \cap 1 .. 3 : x > 1},
  (Nat \cap {-1, 0, 1}),
  {k \in {-2, 2} : k \in Nat},
  CHOOSE x \in {-5, 5} : x \in Nat,
  \A k \in {1, 2} : k \in Nat,
  {1} \in SUBSET {1, 2},
  {1, 3} \in SUBSET {1, 2},
  <<1, 2>> \in {1} \X {2},
  [x |-> 1] \in [x : {1}, y : {2}],
  [k \in {1} |-> 2] \in [{1, 2} -> {2}]
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
