------------------------- MODULE RecursiveOperators -------------------------
(* RECURSIVE, also mutual, over sets and sequences, with operators as      *)
(* arguments.                                                              *)
EXTENDS Integers, Sequences, FiniteSets
RECURSIVE Fact(_)
Fact(n) == IF n = 0 THEN 1 ELSE n * Fact(n - 1)
RECURSIVE Even(_), Odd(_)
Even(n) == IF n = 0 THEN TRUE ELSE Odd(n - 1)
Odd(n) == IF n = 0 THEN FALSE ELSE Even(n - 1)
RECURSIVE SumSet(_)
SumSet(S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \in S : TRUE IN x + SumSet(S \ {x})
RECURSIVE Rev(_)
Rev(s) == IF s = <<>> THEN <<>> ELSE Append(Rev(Tail(s)), Head(s))
Plus(a, b) == a + b
RECURSIVE FoldL(_, _, _)
FoldL(Op(_, _), z, s) == IF s = <<>> THEN z ELSE FoldL(Op, Op(z, Head(s)), Tail(s))
RECURSIVE Perms(_)
Perms(S) == IF S = {} THEN {<<>>} ELSE UNION {{<<x>> \o p : p \in Perms(S \ {x})} : x \in S}
RECURSIVE Depth(_)
Depth(n) == IF n = 0 THEN {} ELSE {Depth(n - 1)}
RECURSIVE Ack(_, _)
Ack(m, n) == IF m = 0 THEN n + 1 ELSE IF n = 0 THEN Ack(m - 1, 1) ELSE Ack(m - 1, Ack(m, n - 1))
RECURSIVE Gcd(_, _)
Gcd(a, b) == IF b = 0 THEN a ELSE Gcd(b, a % b)
VARIABLES step, val
Values == <<
  Fact(5),
  Even(7),
  Odd(7),
  SumSet({1, 2, 3}),
  Rev(<<1, 2, 3>>),
  FoldL(Plus, 0, <<1, 2, 3>>),
  FoldL(LAMBDA a, b : a * 10 + b, 0, <<1, 2, 3>>),
  Perms({1, 2, 3}),
  Depth(3),
  Ack(1, 2),
  LET RECURSIVE down(_) down(k) == IF k = 0 THEN <<>> ELSE <<k>> \o down(k - 1) IN down(3),
  Gcd(12, 18)
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
