---------------------------- MODULE Conditionals ----------------------------
(* IF and CASE as expressions, nested, with OTHER.                         *)
EXTENDS Integers, Sequences
VARIABLES step, val
Values == <<
  IF 1 = 1 THEN "t" ELSE "e",
  IF FALSE THEN 1 ELSE IF TRUE THEN 2 ELSE 3,
  CASE FALSE -> 1 [] TRUE -> 2,
  CASE FALSE -> 1 [] OTHER -> 3,
  CASE 1 > 2 -> "gt" [] 1 < 2 -> "lt" [] OTHER -> "eq",
  CASE TRUE -> (CASE FALSE -> 1 [] OTHER -> 2) [] OTHER -> 4,
  [k \in 0 .. 3 |-> CASE k = 0 -> "zero" [] k % 2 = 0 -> "even" [] OTHER -> "odd"],
  (IF TRUE THEN <<1, 2>> ELSE <<3>>)[2],
  {IF k = 1 THEN "one" ELSE "more" : k \in 1 .. 3},
  IF (IF TRUE THEN FALSE ELSE TRUE) THEN 1 ELSE 2,
  (CASE TRUE -> 1 [] OTHER -> 2) + 1
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
