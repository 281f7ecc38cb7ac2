       01  FIELDS-REC.
           05  CASE-NO             PIC 9.
           05  BLANK-ZERO          PIC 9(5) BLANK WHEN ZERO.
           05  LEFT-SCALED         PIC SVPP9(2).
           05  RIGHT-SCALED        PIC S9(3)PPP COMP.
           05  LONGEST             PIC S9(38) COMP-3.
           05  LONG-ZONED          PIC S9(31).
           05  X-TWO               PIC X(2) COMP-X.
           05  X-NUMBER            PIC 9(7) COMP-X.
           05  NATIVE-LONG         PIC S9(18) COMP-5.
           05  E-FLOAT             PIC $$$,$$9.99CR.
           05  E-STARS             PIC ***,**9.99DB.
           05  E-PLUS              PIC +++,++9.99.
           05  E-MINUS             PIC --,---,--9.
           05  E-DATE              PIC 99/99/9999.
           05  E-ZEROS             PIC 9B990.
           05  E-TEXT              PIC XXBXX/XX.
           05  J-RIGHT             PIC X(6) JUSTIFIED RIGHT.
           05  ALPHA               PIC A(4).
           05  SLACK-GROUP.
               10  S-BYTE          PIC X.
               10  S-WORD          PIC S9(9) COMP SYNC.
               10  S-BYTE-2        PIC X.
               10  S-LONG          PIC S9(18) COMP SYNC.
           05  PART-COUNT          PIC 9.
           05  PARTS OCCURS 1 TO 3 DEPENDING ON PART-COUNT.
               10  PART            PIC X(2).
           66  SLACK-VIEW          RENAMES SLACK-GROUP.
           66  EDITED-VIEW         RENAMES E-FLOAT THRU E-PLUS.
