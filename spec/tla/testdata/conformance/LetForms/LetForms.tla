------------------------------ MODULE LetForms ------------------------------
(* LET: values, operators, functions, nested, recursive, unused.           *)
EXTENDS Integers, Sequences
VARIABLES step, val
Values == <<
  LET a == 1 b == a + 1 IN a + b,
  LET f(x, y) == x - y IN f(5, 2),
  LET f[x \in 1 .. 3] == x * x IN f[3],
  LET a == 1 IN LET b == a + 1 IN LET c == a + b IN <<a, b, c>>,
  LET g(F(_), x) == F(F(x)) inc(y) == y + 1 IN g(inc, 5),
  LET S == {x \in 1 .. 5 : x > 2} IN {y - 2 : y \in S},
  [k \in 1 .. 2 |-> LET d == k * 2 IN LET e == d * k IN d + e],
  {LET z == x * x IN z + 1 : x \in {1, 2}},
  LET f[x \in 0 .. 4] == IF x = 0 THEN <<>> ELSE Append(f[x - 1], x) IN f[4],
  (LET a == 10 IN a) + 1,
  LET a == 2 op(x) == x * a IN [k \in 1 .. 2 |-> op(k)],
  \A x \in {1, 2} : LET y == x IN y = x
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
