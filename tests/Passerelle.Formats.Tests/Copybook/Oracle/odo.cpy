      * Tables with DEPENDING ON: fields behind them, one within another,
      * and a count behind a table.
       01  ODO-REC.
           05  REC-NO              PIC 9(2).
           05  LINE-COUNT          PIC 9(2).
           05  PART-COUNT          PIC S9(4) COMP.
           05  ORDER-LINE          OCCURS 0 TO 4 TIMES
                                   DEPENDING ON LINE-COUNT.
               10  LINE-NO         PIC 9(3).
               10  LINE-PART       OCCURS 0 TO 3 TIMES
                                   DEPENDING ON PART-COUNT.
                   15  PART-CODE   PIC X(2).
                   15  PART-AMOUNT PIC S9(5)V99 COMP-3.
               10  LINE-NOTE       PIC X(4).
           05  AFTER-LINES         PIC X(5).
           05  PAY-COUNT           PIC S9(3) COMP-3.
           05  PAYMENT             OCCURS 1 TO 3 TIMES
                                   DEPENDING ON PAY-COUNT.
               10  PAY-AMOUNT      PIC S9(7)V99.
           05  AFTER-PAYMENTS      PIC 9(4).
