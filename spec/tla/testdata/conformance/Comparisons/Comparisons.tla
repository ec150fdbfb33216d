---------------------------- MODULE Comparisons -----------------------------
(* Equality of what is equal in different guises.                          *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, val
Values == <<
  {1, 2} = {2, 1},
  1 .. 3 = {1, 2, 3},
  SUBSET {1} = {{}, {1}},
  [{1} -> {2}] = {<<2>>},
  {1} \X {2} = {<<1, 2>>},
  [a : {1}] = {[a |-> 1]},
  {x \in 1 .. 3 : x > 1} = 2 .. 3,
  {x * 2 : x \in 1 .. 2} = {2, 4},
  UNION {{1}, {2}} = 1 .. 2,
  {1 .. 2, 3 .. 4} = {{3, 4}, {2, 1}},
  <<1 .. 2>> = <<{1, 2}>>,
  [a |-> 1 .. 2] = [a |-> {1, 2}],
  Cardinality({SUBSET {1}, {{}, {1}}}),
  Cardinality({1 .. 2, {1, 2}, 1 .. 3}),
  {} = {x \in 1 .. 3 : x > 3},
  {{}} = {1 .. 0},
  1 = 2,
  TRUE = FALSE,
  TRUE # FALSE,
  <<1, 2>> = <<1, 2>>,
  <<1, {2}>> # <<1, {3}>>,
  BOOLEAN = {TRUE, FALSE},
  DOMAIN <<1, 2>> = 1 .. 2,
  {} = {},
  <<>> = <<>>,
  {<<>>} = {[x \in {} |-> x]},
  (1 :> 1) = [x \in {1} |-> x],
  [x \in {1, 2} |-> x] = [x \in {1, 2} |-> x + 0],
  [x \in {1, 2} |-> x] = [x \in {1, 2} |-> 1]
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
